import Foundation
import QueueContracts

/// A contract of version 1 as the command line knows it: by its `type`.
struct KnownContract {
  let type: String
  /// Reads a body: whose application it is, and the routing key that follows from it, nil where none does.
  let read: @Sendable (_ body: Data, _ path: String) throws(Failure) -> Addressed

  struct Addressed {
    let applicationId: ApplicationID
    let routingKey: String?
  }

  static let all: [KnownContract] = [
    contract(ApplicationSubmitted.self) { _ in RoutingKey.applicationSubmitted },
    contract(ApplicationWithdrawn.self) { _ in RoutingKey.applicationWithdrawn },
    contract(TransferRequested.self) { _ in RoutingKey.transferRequested },
    contract(TransferWithdrawn.self) { _ in RoutingKey.transferWithdrawn },
    contract(SchoolAdmissionRequested.self) { RoutingKey.schoolAdmissionRequested($0.school.bin) },
    // The school and the service are not in these bodies.
    contract(SchoolAdmissionWithdrawn.self) { _ in nil },
    contract(SchoolDecided.self) { _ in nil },
    contract(ProcessingUpdated.self) { _ in RoutingKey.processingUpdated },
  ]

  static func of(type: String) throws(Failure) -> KnownContract {
    guard let contract = all.first(where: { $0.type == type }) else {
      let types = all.map(\.type).joined(separator: ", ")
      throw .badInput("--type \(type) is none of version 1: \(types); --unchecked publishes it all the same.")
    }
    return contract
  }

  private static func contract<Body: Contract>(
    _ body: Body.Type, routingKey: @escaping @Sendable (Body) -> String?
  ) -> KnownContract {
    KnownContract(type: Body.type) { (bytes: Data, path: String) throws(Failure) in
      let body = try InputFile.decode(Body.self, from: bytes, of: path, what: Body.type)
      return Addressed(applicationId: body.applicationId, routingKey: routingKey(body))
    }
  }
}
