public import Admission
import Foundation
import HTTPCalls
public import Logging
public import WorkerBase
import WorkerRuntime

extension Lookups {
  /// Reads `DOCUMENTS_URL`, `REGISTERS_URL`, `DOCUMENTS_TIMEOUT_SECONDS` (default 10), `REGISTERS_TIMEOUT_SECONDS`
  /// (default 2) and the keys of ``SignatureLookups``.
  ///
  /// A folder, file or service that is not there yet is no error, because it may come later.
  ///
  /// - Parameters:
  ///   - settings: the settings.
  ///   - editions: the rules editions, which decide whether an application has to wait for a register.
  ///   - share: this process's share of `REGISTER_RATE`.
  ///   - limit: an operator's limit of questions a second to a register, which replaces `REGISTER_RATE`; nil if there
  ///     is none.
  ///   - logger: logs files that are read and services that fail.
  /// - Throws: `SettingsError` for the first key that cannot be used.
  public init(
    _ settings: Settings, editions: RulesEditions = .builtIn, share: RegisterShare = RegisterShare(),
    limit: @escaping @Sendable (Register) -> Int? = { _ in nil },
    logger: Logger = Logger(label: "qabyldau.lookups")
  ) async throws(SettingsError) {
    self.editions = editions
    signatures = try await SignatureLookups(settings, logger: logger)
    documents = try DocumentLookups(settings, logger: logger)
    registers = try RegisterLookups(settings, share: share, limit: limit, logger: logger)
  }
}

extension DocumentLookups {
  /// Reads `DOCUMENTS_URL`, `DOCUMENTS_TIMEOUT_SECONDS` (default 10), `DOCUMENTS_AUTH_FILE`, `DOCUMENTS_BUDGET_BYTES`
  /// (default 64 MiB) and the keys of HTTPS.
  ///
  /// - Throws: `SettingsError` for a key that cannot be used.
  public init(_ settings: Settings, logger: Logger = Logger(label: "qabyldau.lookups")) throws(SettingsError) {
    let address = try settings.sourceAddress("DOCUMENTS_URL", example: "file:///var/lib/qabyldau/documents")
    let handlerSeconds = try settings.handlerSeconds
    // A request for a document and the probe after it must fit into the time for the form's documents. This time must
    // fit into the time for judging. Otherwise an outage would count as the fault of one message.
    let seconds = min(
      Double(try settings.integer("DOCUMENTS_TIMEOUT_SECONDS", default: 10, in: 1...25)), handlerSeconds / 3)
    let budget = try settings.integer("DOCUMENTS_BUDGET_BYTES", default: 67_108_864, in: 8_388_608...1_073_741_824)
    let store: any DocumentStore =
      switch address {
      case .file(let path): FolderDocumentStore(root: path, seconds: seconds)
      case .http(let base):
        HTTPDocumentStore(
          base: base,
          get: HTTPCaller(
            seconds: seconds, connections: Self.documentsAtOnce,
            access: try settings.httpAccess(credential: "DOCUMENTS_AUTH_FILE", logger: logger)
          ).get)
      }
    self.init(
      store: store,
      monitor: ServiceMonitor("document store", seconds: min(seconds, Self.probeSeconds)) { await store.isPresent() },
      slots: AsyncSemaphore(Self.documentsAtOnce), budget: ByteBudget(bytes: budget),
      seconds: min(Self.formSeconds, handlerSeconds * 3 / 4))
  }

  /// The number of documents that this process reads at once.
  private static let documentsAtOnce = 16
  /// The time for the documents of one form, in seconds.
  private static let formSeconds = 30.0
  /// The time for each request of a probe, in seconds.
  private static let probeSeconds = 2.5
}

extension Settings {
  /// The time for judging one message, in seconds.
  var handlerSeconds: Double {
    get throws(SettingsError) { Double(try integer("HANDLER_SECONDS", default: 60, in: 1...3600)) }
  }
}

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

/// The address of a source of look-ups.
enum SourceAddress: Sendable {
  /// An absolute path.
  case file(String)
  case http(HTTPBase)
}

extension Settings {
  /// Reads an address.
  ///
  /// - Throws: `SettingsError` if the key is not set, or is neither a file nor an HTTP address.
  func sourceAddress(_ key: String, example: String) throws(SettingsError) -> SourceAddress {
    let text = try required(key, example: example)
    if text.hasPrefix("file:///") {
      let path = String(text.dropFirst("file://".count))
      return .file(path.removingPercentEncoding ?? path)
    }
    if let base = HTTPBase(text) { return .http(base) }
    throw SettingsError(
      key: key,
      problem: "must begin with file:/// and an absolute path, or be an http:// or https:// address of a host "
        + "without a query; for example \(example)")
  }
}
