import Admission
import Foundation
import QueueContracts

@testable import IntakeWorker
@testable import WorkerRuntime

/// A worker that writes one effect for each ``Parcel``, the toy message, and sends the parcel on.
///
/// The toy intake also decides on notices of passed deadlines, as IntakeWorker does. The toy notify records what
/// citizens are told.
struct ToyWorker: Worker {
  let name: String
  let queue: String
  /// The routing keys of the worker's outputs, one for each output; two outputs may have the same key.
  let routes: [String]
  let surroundings: Surroundings

  struct Proposal: Sendable {
    let id: MessageID
    let attempt: Int
    let content: Content
    let judgedAt: Timestamp
  }

  struct ProgrammingError: Error {}

  static let first = "intake"
  static let last = "notify"

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
      ToyWorker(name: last, queue: QueueName.notify, routes: [], surroundings: surroundings),
    ]
  }

  func inbox(of type: String?) -> String { type == ApplicationOverdue.type ? ApplicationOverdue.inbox : name }

  func decode(type: String, body: Data) throws(WireError) -> Content {
    switch type {
    case Parcel.type: .parcel(try WireCodec.decode(Parcel.self, from: body))
    case ApplicationOverdue.type where name == Self.first:
      .notice(try WireCodec.decode(ApplicationOverdue.self, from: body))
    case ProcessingUpdated.type where name == Self.last:
      .update(try WireCodec.decode(ProcessingUpdated.self, from: body))
    default: throw WireError(.unknownType, path: "type")
    }
  }

  func judge(_ message: Incoming<Content>) async throws -> Proposal {
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
      return Proposal(
        id: message.id, attempt: message.attempt, content: message.body, judgedAt: surroundings.now)
    }
  }

  func keys(of proposals: [Proposal]) -> [ApplicationID] { proposals.map(\.content.applicationId) }

  func decide(_ proposal: Proposal, in ledger: inout ToyLedger) -> Outcome {
    switch proposal.content {
    case .parcel(let parcel): return decide(parcel, proposal, in: &ledger)
    case .notice(let notice):
      let outcome = ledger.outcome(of: notice, at: proposal.judgedAt)
      guard case .completed(let outputs) = outcome else { return outcome }
      ledger.add(Effect(proposal, tellsCitizen: !outputs.isEmpty))
      return outcome
    case .update:
      ledger.add(Effect(proposal))
      return .completed([])
    }
  }

  /// Decides on a parcel.
  ///
  /// The outputs contain the number of the effect, so that a second decision on the same message shows in its outputs.
  private func decide(_ parcel: Parcel, _ proposal: Proposal, in ledger: inout ToyLedger) -> Outcome {
    if parcel.trouble(at: name) == .early, ledger.count(parcel.applicationId) == 0 {
      return .retry(reason: "nothing went before", orPark: .applicationUnknown)
    }
    let number = ledger.add(Effect(proposal))
    let next = Parcel(
      applicationId: parcel.applicationId, serial: parcel.serial, trouble: parcel.trouble,
      isAnswer: false, history: parcel.history + ["\(name) \(number)"])
    // Like a school's decision, one parcel can go to two workers. Only the pipeline's first worker answers it, because
    // both workers would give their outputs the same ids.
    let isAnsweredElsewhere = parcel.history.isEmpty && name != ToyWorker.first
    return .completed(isAnsweredElsewhere ? [] : routes.map { Output(next, routingKey: $0) })
  }
}
