import AdmissionPublisher
import Logging
import QueueContracts
import WorkerRuntime

/// Hands signed applications over to the workers' broker: each is kept first, and tried until it is confirmed.
///
/// So a broker that is slow or away costs a family nothing: it may close the page and go.
actor Outbox {
  enum Refusal: Error {
    /// More applications are kept than a sandbox has room for, or the folder cannot be written.
    case noRoom
  }

  private let files: KeptApplications
  private let publisher: PortalPublisher
  private let logger: Logger
  private var kept: [ApplicationID: KeptApplication]
  /// One at a time for each application: its withdrawal never overtakes it.
  private var sending: [ApplicationID: Task<Void, Never>] = [:]
  private var isClosed = false
  /// Grows with every change.
  private(set) var revision = 0
  /// Why the last try failed; nil if it did not.
  private(set) var trouble: PublishError.Code?

  init(_ files: KeptApplications, publisher: PortalPublisher, logger: Logger) {
    self.files = files
    self.publisher = publisher
    self.logger = logger
    kept = Dictionary(files.all().map { ($0.id, $0) }) { first, _ in first }
  }

  /// Sends what was kept and not confirmed before this process began.
  func resume() { for id in kept.keys { send(id) } }

  /// Stops sending; what is not confirmed stays kept.
  func close() async {
    isClosed = true
    for task in sending.values { task.cancel() }
    await publisher.close()
  }

  func application(_ id: ApplicationID) -> KeptApplication? { kept[id] }

  /// The citizen's, the latest first.
  func applications(of citizen: String) -> [KeptApplication] {
    kept.values.filter { $0.citizen == citizen }.sorted { $0.submittedAt > $1.submittedAt }
  }

  /// Keeps an application and begins to send it; the same one again changes nothing.
  func submit(_ application: KeptApplication) throws(Refusal) {
    guard kept[application.id] == nil else { return }
    guard kept.count < KeptApplications.most else { throw .noRoom }
    try keep(application)
    send(application.id)
  }

  /// Keeps a withdrawal and begins to send it; a second one changes nothing.
  func withdraw(_ id: ApplicationID, by message: PortalMessage) throws(Refusal) {
    guard var application = kept[id], application.withdrawal == nil else { return }
    application.withdrawal = message
    try keep(application)
    send(id)
  }

  /// Waits until all that the application has to send is confirmed, but no longer than this.
  ///
  /// - Returns: true if it is.
  func settle(_ id: ApplicationID, within seconds: Double) async -> Bool {
    if let task = sending[id] { try? await WorkerRuntime.within(seconds: seconds) { await task.value } }
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
        // Whatever it is, an operator may mend it: what a family has signed is never given up.
        do { try await Task.sleep(for: backoff.next()) } catch { break }
      }
    }
    sending[id] = nil
  }

  private func note(_ message: MessageID, of id: ApplicationID) {
    trouble = nil
    guard var application = kept[id] else { return }
    application.note(confirmed: message)
    // If this is lost it is sent once more under its id, which is harmless.
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
