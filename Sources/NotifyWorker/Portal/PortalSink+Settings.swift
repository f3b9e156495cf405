import HTTPCalls
import Logging
import QueueContracts
import WorkerBase
import WorkerRuntime

extension PortalSink {
  /// The greatest number of requests at once, in the whole process.
  private static let putsAtOnce = 16

  /// Reads `PORTAL_URL`, `PORTAL_TIMEOUT_SECONDS` (default 5), `PORTAL_AUTH_FILE` and the settings of HTTPS.
  ///
  /// The result is nil if `PORTAL_URL` is not set.
  init?(
    _ settings: Settings, logger: Logger = Logger(label: "qabyldau.portal"),
    posted: @escaping @Sendable (MessageID) async throws -> HistoryEntry?
  ) throws(SettingsError) {
    let seconds = try settings.integer("PORTAL_TIMEOUT_SECONDS", default: 5, in: 1...25)
    guard let text = settings.text("PORTAL_URL") else { return nil }
    guard let base = HTTPBase(text) else {
      throw SettingsError(
        key: "PORTAL_URL",
        problem: "must be an http:// or https:// address of a host without a query; for example "
          + "https://portal.example/api")
    }
    let caller = HTTPCaller(
      seconds: Double(seconds), connections: Self.putsAtOnce,
      access: try settings.httpAccess(credential: "PORTAL_AUTH_FILE", logger: logger))
    let monitor = ServiceMonitor("portal", seconds: Double(seconds)) {
      guard let url = base.url([String]()) else { return false }
      return (try? await caller.get(url, atMost: 1))?.isSignOfLife ?? false
    }
    self.init(
      posted: posted, base: base, put: caller.put, slots: AsyncSemaphore(Self.putsAtOnce), monitor: monitor)
  }
}
