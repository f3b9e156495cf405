import Foundation
import QueueContracts
import WorkerRuntime

/// A parked message with headers and body; everything that may be personal data is masked unless it is asked for.
public struct ParkedView: Encodable, Sendable {
  /// The line about the message in a list.
  public let message: ParkedListing
  /// The headers by name; a header is masked unless it is known to hold no personal data.
  public let headers: [String: String]
  /// The body as JSON, with the form decoded; a value is masked unless its field is known to hold no personal data.
  public let body: String

  /// Creates a view of a parked message.
  ///
  /// - Parameters:
  ///   - parked: the message.
  ///   - personal: true to give everything in full.
  public init(_ parked: ParkedMessage, personal: Bool) {
    message = ParkedListing(parked, personal: personal)
    // No worker has checked an unrouted message, so each of its headers may hold personal data.
    let impersonal =
      parked.isUnrouted ? [] : Self.senderHeaders.union(parked.isParkedByWorker ? Self.workerHeaders : [])
    headers = Dictionary(
      parked.message.headers.map { name, value in
        impersonal.contains(name) || personal ? (name, value.text) : (name.maskedKey, .mask)
      }, uniquingKeysWith: { first, _ in first })
    body =
      if parked.isUnrouted && !personal { .mask } else if parked.hasBody {
        BodyView(personal: personal).text(of: parked.message.body)
      } else if parked.isTooLarge {
        "The body is not shown: it has \(parked.bodyBytes) bytes, and \(ParkedMessage.largestBody) are the most."
      } else {
        "The body is not shown, because too many large ones were asked for at once: name this message by its id."
      }
  }

  private static let senderHeaders: Set = [HeaderName.attempt, HeaderName.traceparent]

  private static let workerHeaders = Set(HeaderName.parking)
}

/// A message's body for a person to read: JSON, with the form in it decoded.
struct BodyView: Sendable {
  let personal: Bool

  func text(of body: Data) -> String {
    guard let value = try? JSONSerialization.jsonObject(with: body, options: .fragmentsAllowed),
      let text = Self.written(shown(value, at: ""))
    else { return personal ? String(decoding: body, as: UTF8.self) : .mask }
    return text
  }

  private func shown(_ value: Any, at path: String) -> Any {
    switch value {
    case let object as [String: Any]:
      return Dictionary(
        object.map { key, value in
          (personal ? key : key.maskedKey, shown(value, at: path.isEmpty ? key : "\(path).\(key)"))
        }, uniquingKeysWith: { first, _ in first })
    case let list as [Any]: return list.map { shown($0, at: path) }
    case let text as String:
      if path == "form", let bytes = Data(base64Encoded: text),
        let form = try? JSONSerialization.jsonObject(with: bytes)
      {
        return shown(form, at: path)
      }
      return personal || Self.isImpersonal(text, at: path) ? text : String.mask
    case is NSNull: return value
    // A number of more than eight digits may be an IIN.
    default:
      return personal || (Self.impersonalPaths.contains(path) && "\(value)".count <= 8) ? value : String.mask
    }
  }

  /// True if the text may be shown: its field holds no personal data, and the text does not look like a name or an IIN.
  ///
  /// The text is checked because in a garbled message every field may hold personal data.
  private static func isImpersonal(_ text: String, at path: String) -> Bool {
    guard impersonalPaths.contains(path) else { return false }
    if path.hasSuffix("school.bin") { return BIN(text) != nil }
    if path == "reasons.code" { return ContractCode.shown(text) == text }
    return text.wholeMatch(of: /[a-z0-9][A-Za-z0-9.:+\/-]{0,39}/) != nil && text.wholeMatch(of: /[0-9]{12}/) == nil
  }

  private static let impersonalPaths: Set<String> = {
    let form = [
      "service", "language", "grade", "instructionLanguage", "consentToDataAccess", "school.bin", "applicant.relation",
      "child.bornAbroad", "documents.kind", "documents.mediaType", "documents.size",
    ]
    let message = [
      "applicationId", "number", "submittedAt", "dueBy", "withdrawnAt", "decidedAt", "occurredAt", "arrival", "step",
      "status", "resolution", "decision", "signature.method", "reasons.code", "reasons.subject", "reasons.clause",
    ]
    return Set(message + form + form.map { "form.\($0)" })
  }()

  private static func written(_ value: Any) -> String? {
    let options: JSONSerialization.WritingOptions = [
      .prettyPrinted, .sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed,
    ]
    return (try? JSONSerialization.data(withJSONObject: value, options: options)).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}

extension String {
  /// The key, masked if it does not look like a field's name, because it may then name a person.
  fileprivate var maskedKey: String { wholeMatch(of: /[a-z][A-Za-z0-9-]{0,39}/) == nil ? .mask : self }
}

extension HeaderValue {
  fileprivate var text: String {
    switch self {
    case .text(let text): text
    case .integer(let number): String(number)
    case .boolean(let truth): String(truth)
    case .opaque(let bytes): "\(bytes.count) bytes in the broker's own encoding"
    }
  }
}
