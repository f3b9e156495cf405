import Foundation
import Operations
import QueueContracts

/// A message type of contract version 1 that the command line can publish.
struct KnownContract {
  let type: String
  /// Reads a body and returns its application and its routing key; the key is nil if none can be derived.
  let read: @Sendable (_ body: Data, _ path: String) throws(Failure) -> Addressed

  /// What a body says about its address.
  struct Addressed {
    /// The application; nil if the body names none.
    var applicationId: ApplicationID?
    /// The routing key; nil if it does not follow from the body.
    var routingKey: String?
  }

  static let all: [KnownContract] = MessageRoute.contracts.map { contract($0) }

  static func of(type: String) throws(Failure) -> KnownContract {
    guard let contract = all.first(where: { $0.type == type }) else {
      let types = all.map(\.type).joined(separator: ", ")
      throw .badInput("--type \(type) is none of version 1: \(types); --unchecked publishes it all the same.")
    }
    return contract
  }

  private static func contract<Body: RoutedContract>(_ body: Body.Type) -> KnownContract {
    KnownContract(type: Body.type) { (bytes: Data, path: String) throws(Failure) in
      let body = try InputFile.decode(Body.self, from: bytes, of: path, what: Body.type)
      return Addressed(applicationId: body.applicationId, routingKey: body.routingKey)
    }
  }
}
