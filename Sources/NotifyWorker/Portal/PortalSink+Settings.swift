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
    guard let base = try settings.httpBase("PORTAL_URL", example: "https://portal.example/api") else { return nil }
    let caller = HTTPCaller(
      seconds: Double(seconds), connections: Self.putsAtOnce,
      access: try settings.httpAccess(credential: "PORTAL_AUTH_FILE", logger: logger))
    let monitor = ServiceMonitor("portal", seconds: Double(seconds)) { await base.showsLife(caller.get) }
    self.init(
      posted: posted, base: base, put: caller.put, slots: AsyncSemaphore(Self.putsAtOnce), monitor: monitor)
  }
}
