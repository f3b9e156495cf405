public import Admission
import HTTPCalls
public import Logging
public import WorkerBase
import WorkerRuntime

extension RegisterLookups {
  /// Reads `REGISTERS_URL`, `REGISTERS_TIMEOUT_SECONDS` (default 2), `REGISTERS_AUTH_FILE`, `REGISTER_RATE` (by default
  /// no limit) and the keys of HTTPS.
  public init(
    _ settings: Settings, share: RegisterShare = RegisterShare(),
    limit: @escaping @Sendable (Register) -> Int? = { _ in nil }, logger: Logger = Logger(label: "qabyldau.lookups")
  ) throws(SettingsError) {
    self.init(source: try Self.source(settings, share, limit, logger: logger), logger: logger)
  }

  /// The number of questions to each register at once.
  private static let questionsAtOnce = 16

  private static func source(
    _ settings: Settings, _ share: RegisterShare, _ limit: @escaping @Sendable (Register) -> Int?, logger: Logger
  ) throws(SettingsError) -> any RegisterSource {
    let address = try settings.sourceAddress("REGISTERS_URL", example: "file:///etc/qabyldau/registers.json")
    let seconds = Double(try settings.integer("REGISTERS_TIMEOUT_SECONDS", default: 2, in: 1...10))
    let rate = try settings.integer("REGISTER_RATE", default: 0, in: 0...100_000)
    switch address {
    case .file(let path): return FileRegisterSource(path: path, logger: logger)
    case .http(let base):
      // The four registers are one service, so they share an HTTP caller and its connections.
      let caller = HTTPCaller(
        seconds: seconds, connections: questionsAtOnce * Register.allCases.count,
        access: try settings.httpAccess(credential: "REGISTERS_AUTH_FILE", logger: logger))
      return HTTPRegisterSource(
        base: base, get: caller.get, patienceSeconds: 3 * seconds,
        pace: { register in QuestionPace(share: share) { limit(register) ?? (rate > 0 ? rate : nil) } }
      ) { register in
        Bulkhead(
          register.rawValue, width: questionsAtOnce, breaker: CircuitBreaker(failuresToOpen: 5, openFor: .seconds(5)),
          logger: logger)
      }
    }
  }
}
