import Foundation
import QueueContracts

extension DocumentedBody {
  /// Reads bytes as the body's type, and returns the problem if there is one.
  ///
  /// - Parameter content: the bytes, JSON or not.
  /// - Returns: the problem and the path of the field, without the field's value; nil if the bytes were read.
  package func problem(reading content: Data) -> String? {
    if let body = type as? any Codable.Type { return Self.problem(reading: content, as: body) }
    let body: any Decodable.Type = type
    return Self.problem(decoding: content, as: body)
  }

  private static func problem<Body: Codable>(reading content: Data, as body: Body.Type) -> String? {
    do throws(WireError) {
      _ = try WireCodec.decode(body, from: content)
      return nil
    } catch {
      return error.path.isEmpty ? "\(error.parkingCode.rawValue)" : "\(error.parkingCode.rawValue) at \(error.path)"
    }
  }

  private static func problem<Body: Decodable>(decoding content: Data, as body: Body.Type) -> String? {
    do {
      _ = try JSONDecoder().decode(body, from: content)
      return nil
    } catch {
      return "it does not decode"
    }
  }
}
