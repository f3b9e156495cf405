import ArgumentParser
import Foundation
import Operations
import QueueContracts
import RabbitBroker
import Synchronization
import WorkerRuntime

/// The options of `parked replay` and `parked discard`.
struct UnparkingOptions: ParsableArguments {
  static let discussion = """
    Without --yes, the messages are listed and nothing is changed. A receipt is one JSON line for each message with \
    operator, because, reason, time and ids. Before the message leaves the parked queue, its receipt is appended to \
    the file of --receipts, or else printed. If STORE_URL names a store, the action is noted there for the command \
    where; if the note fails, the output says so and the work goes on. It is safe to interrupt and to repeat the \
    command. Reads AMQP_URL and STORE_URL. Exits 0 when done, also when nothing matches or --limit left messages out; \
    1 when a message could not be settled or a queue could not be read, and such messages stay parked; 2 when the \
    input is wrong.
    """

  @OptionGroup var selection: ParkedSelection

  @Flag(help: "Do it, instead of listing the messages.")
  var yes = false

  @Option(help: "The reason, for the receipt; needed with --yes. Name no citizen in it.")
  var because: String?

  @Option(name: .customLong("operator"), help: "Who does it, for the receipt. (default: the login name)")
  var givenOperator: String?

  @Option(help: "The file that receipts are appended to. (default: standard output)", completion: .file())
  var receipts: String?

  @OptionGroup var printing: OutputOptions

  func validate() throws {
    // All unrouted messages have the same reason, so the queue alone selects them.
    guard
      !selection.ids.isEmpty || selection.reason != nil || selection.application != nil
        || selection.queues == [QueueName.unrouted]
    else {
      throw ValidationError("Say which messages: their ids, --reason, --application, or --queue admission.unrouted.")
    }
    guard !yes || because?.isEmpty == false else { throw ValidationError("--yes needs --because, for the receipt.") }
  }

  func unpark(_ action: Unparking.Action) async throws {
    let settings = try await Connections.settings()
    let filter = try await selection.filter(settings)
    guard yes, let because else { return try await rehearse(action, filter, on: try Connections.admin(settings)) }
    let receiptBook = try ReceiptBook(path: receipts)
    let complaint = NoteComplaint()
    let unparking = Unparking(
      action, filter, broker: try Connections.broker(settings),
      admin: try Connections.admin(settings),
      person: givenOperator ?? NSUserName(), because: because, notes: try await notes(settings),
      receipts: { try receiptBook.write($0) }, progress: { complaint.make(of: $0) })
    let progress = try await unparking.run()
    let sentence = progress.sentence(action)
    if receipts == nil {
      Terminal.complain(sentence)
    } else {
      let notLookedAt = progress.overLimit + progress.missed
      printing.show(
        Report(action: action, isRehearsal: false, settled: progress.unparked, notLookedAt: notLookedAt), text: sentence
      )
    }
    if let failure = progress.failure { throw failure }
  }

  /// The store's log of delivery events; nil if `STORE_URL` is not set.
  ///
  /// If the store cannot be used, the result holds the error, and the messages are replayed or discarded all the same.
  ///
  /// - Throws: `SettingsError` if `STORE_URL` does not name a store.
  private func notes(_ settings: Settings) async throws -> Result<any DeliveryLog, any Error>? {
    guard settings.text("STORE_URL") != nil else { return nil }
    _ = try Connections.storeURL(settings)
    return await Result { try await Connections.records(settings) }
  }

  private func rehearse(_ action: Unparking.Action, _ filter: ParkedFilter, on admin: RabbitAdmin) async throws {
    let found = try await ParkedReader(admin).rehearse(action, filter)
    let parked = found.map { ParkedListing($0) }
    let sentence =
      parked.isEmpty
      ? "Nothing that is parked matches."
      : "\(ParkedListing.table(parked).text)\n\nNothing was changed: --yes would \(action.rawValue) "
        + "\(parked.count.counted("message"))."
    printing.show(Report(action: action, isRehearsal: true, settled: 0, messages: parked), text: sentence)
  }

  /// The output: what was done, or what would be done.
  private struct Report: Encodable {
    let action: Unparking.Action
    let isRehearsal: Bool
    let settled: Int
    var notLookedAt: Int?
    var messages: [ParkedListing]?
  }
}

/// Says once that an action could not be noted in the store.
private final class NoteComplaint: Sendable {
  private let isMade = Mutex(false)

  func make(of progress: UnparkingProgress) {
    guard let cause = progress.noteLoss, !isMade.withLock({ $0.exchange(with: true) }) else { return }
    Terminal.complain("Not noted in the store, so the command where will not show it: \(cause)")
  }
}

extension Bool {
  /// Sets the value, and returns the former value.
  fileprivate mutating func exchange(with value: Bool) -> Bool {
    defer { self = value }
    return self
  }
}
