import AdmissionPublisher
import Logging
import QueueContracts
import WorkerRuntime

/// Keeps signed applications, and sends each to the workers' broker until the broker confirms it.
///
/// So a family may close the page while the broker is slow or down.
actor Outbox {
  enum Refusal: Error {
    /// The number of kept applications is at its limit (``KeptApplications/most``), or the folder cannot be written to.
    case noRoom
  }

  private let files: KeptApplications
  private let publisher: PortalPublisher
  private let logger: Logger
  private var kept: [ApplicationID: KeptApplication]
  /// One task for each application; it sends the messages one after another, so that a withdrawal never overtakes the
  /// submission.
  private var sending: [ApplicationID: Task<Void, Never>] = [:]
  private var isClosed = false
  /// A number that grows with every change.
  private(set) var revision = 0
  /// The reason why the last attempt to publish failed; nil if it did not fail.
  private(set) var trouble: PublishError.Code?

  init(_ files: KeptApplications, publisher: PortalPublisher, logger: Logger) {
    self.files = files
    self.publisher = publisher
    self.logger = logger
    kept = Dictionary(files.all().map { ($0.id, $0) }) { first, _ in first }
  }

  /// Sends the unconfirmed messages that an earlier process has kept.
  func resume() { for id in kept.keys { send(id) } }

  /// Stops sending; unconfirmed messages stay kept.
  func close() async {
    isClosed = true
    for task in sending.values { task.cancel() }
    await publisher.close()
  }

  func application(_ id: ApplicationID) -> KeptApplication? { kept[id] }

  /// The citizen's applications, the latest first.
  func applications(of citizen: String) -> [KeptApplication] {
    kept.values.filter { $0.citizen == citizen }.sorted { $0.submittedAt > $1.submittedAt }
  }

  /// Keeps an application and starts sending it; does nothing if an application with this id is kept.
  func submit(_ application: KeptApplication) throws(Refusal) {
    guard kept[application.id] == nil else { return }
    guard kept.count < KeptApplications.most else { throw .noRoom }
    try keep(application)
    send(application.id)
  }

  /// Keeps a withdrawal and starts sending it; does nothing if the application is unknown or has a withdrawal.
  func withdraw(_ id: ApplicationID, by message: PortalMessage) throws(Refusal) {
    guard var application = kept[id], application.withdrawal == nil else { return }
    application.withdrawal = message
    try keep(application)
    send(id)
  }

  /// Waits at most `seconds` until all messages of the application are confirmed.
  ///
  /// - Returns: true if all of them are confirmed.
  func settle(_ id: ApplicationID, within seconds: Double) async -> Bool {
    if let task = sending[id] { try? await within(seconds: seconds) { await task.value } }
    return kept[id]?.waiting.isEmpty ?? true
  }

  // MARK: Sending

  private func keep(_ application: KeptApplication) throws(Refusal) {
    do { try files.write(application) } catch {
      logger.error("A signed application cannot be kept", metadata: [LogKey.applicationId: "\(application.id)"])
      throw .noRoom
    }
    kept[application.id] = application
    revision += 1
  }

  private func send(_ id: ApplicationID) {
    guard !isClosed, sending[id] == nil, kept[id]?.waiting.isEmpty == false else { return }
    sending[id] = Task { await self.sendAll(of: id) }
  }

  private func sendAll(of id: ApplicationID) async {
    var backoff = Backoff()
    while !isClosed, let message = kept[id]?.waiting.first {
      do throws(PublishError) {
        try await publisher.publish(message)
        note(message.id, of: id)
        backoff = Backoff()
      } catch {
        note(error, of: id)
        // Every error is retried: an operator may fix its cause, and a signed application is never dropped.
        do { try await Task.sleep(for: backoff.next()) } catch { break }
      }
    }
    sending[id] = nil
  }

  private func note(_ message: MessageID, of id: ApplicationID) {
    trouble = nil
    guard var application = kept[id] else { return }
    application.note(confirmed: message)
    // If this write fails, the message is sent again under the same id after a restart, which is harmless.
    try? files.write(application)
    kept[id] = application
    revision += 1
  }

  private func note(_ error: PublishError, of id: ApplicationID) {
    if trouble != error.code {
      logger.warning(
        "An application is kept and not yet handed over",
        metadata: [LogKey.applicationId: "\(id)", LogKey.reason: "\(error.code.rawValue)"])
      revision += 1
    }
    trouble = error.code
  }
}
