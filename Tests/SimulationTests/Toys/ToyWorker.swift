import Foundation
import QueueContracts

@testable import WorkerRuntime

/// A worker that writes one effect for each parcel and sends it on, whatever it is about.
struct ToyWorker: Worker {
  let name: String
  let queue: String
  /// Where its outputs go; a key may come twice.
  let routes: [String]
  let surroundings: Surroundings

  struct Proposal: Sendable {
    let id: MessageID
    let attempt: Int
    let parcel: Parcel
  }

  struct ProgrammingError: Error {}

  static let first = "intake"

  /// The pipeline: intake sends to transfer and notify, transfer to schools and notify.
  static func pipeline(_ surroundings: Surroundings) -> [ToyWorker] {
    [
      ToyWorker(
        name: first, queue: QueueName.intake,
        routes: [RoutingKey.processingUpdated, RoutingKey.transferRequested], surroundings: surroundings),
      ToyWorker(
        name: "transfer", queue: QueueName.transfer,
        routes: [
          RoutingKey.processingUpdated, RoutingKey.schoolAdmissionRequested("950341000052"),
          RoutingKey.processingUpdated,
        ], surroundings: surroundings),
      ToyWorker(name: "notify", queue: QueueName.notify, routes: [], surroundings: surroundings),
    ]
  }

  func decode(type: String, body: Data) throws(WireError) -> Parcel {
    guard type == Parcel.type else { throw WireError(.unknownType, path: "type") }
    return try WireCodec.decode(Parcel.self, from: body)
  }

  func judge(_ message: Incoming<Parcel>) async throws -> Proposal {
    if surroundings.areDocumentsDown { throw EnvironmentDown("document store", detail: "simulated") }
    switch message.body.trouble(at: name) {
    case .factAway where message.attempt < 2:
      throw Deferred(.retry(reason: "a fact is away", orPark: .attemptsSpent))
    case .heldUp where message.attempt < 2:
      throw MessageHeldUp("document store", detail: "simulated")
    case .forAPerson:
      throw Deferred(.park(.schoolUnknown, detail: "simulated"))
    case .programmingError:
      throw ProgrammingError()
    default:
      return Proposal(id: message.id, attempt: message.attempt, parcel: message.body)
    }
  }

  func keys(of proposals: [Proposal]) -> [ApplicationID] { proposals.map(\.parcel.applicationId) }

  /// The outputs depend on what the ledger held, so that deciding twice would be seen in their bodies.
  func decide(_ proposal: Proposal, in ledger: inout ToyLedger) -> Outcome {
    let parcel = proposal.parcel
    if parcel.trouble(at: name) == .early, ledger.count(parcel.applicationId) == 0 {
      return .retry(reason: "nothing went before", orPark: .applicationUnknown)
    }
    let number = ledger.add(Effect(id: proposal.id, attempt: proposal.attempt, parcel: parcel))
    let next = Parcel(
      applicationId: parcel.applicationId, serial: parcel.serial, trouble: parcel.trouble,
      history: parcel.history + ["\(name) \(number)"])
    // What leads to two workers at once is answered by the first alone, as a school's decision is: both would name
    // their answers alike.
    let isAnsweredElsewhere = parcel.history.isEmpty && name != ToyWorker.first
    return .completed(isAnsweredElsewhere ? [] : routes.map { Output(next, routingKey: $0) })
  }
}

/// What a toy worker writes for a parcel.
struct Effect: Sendable, Equatable {
  let id: MessageID
  let attempt: Int
  let parcel: Parcel
}

/// How many effects each application has, and those that a transaction adds.
struct ToyLedger: Sendable {
  private var counts: [ApplicationID: Int]
  private(set) var added: [Effect] = []

  init(counts: [ApplicationID: Int]) { self.counts = counts }

  func count(_ application: ApplicationID) -> Int { counts[application, default: 0] }

  /// Its number on the application, from 1.
  mutating func add(_ effect: Effect) -> Int {
    added.append(effect)
    counts[effect.parcel.applicationId, default: 0] += 1
    return count(effect.parcel.applicationId)
  }
}
