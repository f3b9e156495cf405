import Admission
import Foundation
import HTTPCalls
public import Logging
public import WorkerRuntime

extension Lookups {
  /// As `DOCUMENTS_URL`, `REGISTERS_URL`, `DOCUMENTS_TIMEOUT_SECONDS` (10), `REGISTERS_TIMEOUT_SECONDS` (2) and the keys
  /// of ``SignatureLookups`` say.
  ///
  /// - Throws: `SettingsError` for the first key that cannot be used. That a folder, a file or a service is not there
  ///   now is none: it may come.
  public init(_ settings: Settings, logger: Logger = Logger(label: "qabyldau.lookups")) async throws(SettingsError) {
    signatures = try await SignatureLookups(settings, logger: logger)
    documents = try DocumentLookups(settings)
    registers = try RegisterLookups(settings, logger: logger)
  }
}

extension DocumentLookups {
  /// As `DOCUMENTS_URL` and `DOCUMENTS_TIMEOUT_SECONDS` (10) say.
  public init(_ settings: Settings) throws(SettingsError) {
    self.init(store: try Self.store(settings), slots: AsyncSemaphore(Self.documentsAtOnce), seconds: Self.formSeconds)
  }

  /// Of all forms that are being judged in this process.
  private static let documentsAtOnce = 16
  /// For the documents of one form, in seconds: well under what the judging of one message may take, so that a slow
  /// store pauses the lane and spends no message's attempts.
  private static let formSeconds = 30.0

  private static func store(_ settings: Settings) throws(SettingsError) -> any DocumentStore {
    let place = try settings.place("DOCUMENTS_URL", example: "file:///var/lib/qabyldau/documents")
    let seconds = Double(try settings.integer("DOCUMENTS_TIMEOUT_SECONDS", default: 10, in: 1...25))
    switch place {
    case .file(let path): return FolderDocumentStore(root: path, seconds: seconds)
    case .http(let base):
      return HTTPDocumentStore(base: base, get: HTTPCaller(seconds: seconds, connections: documentsAtOnce).get)
    }
  }
}

extension RegisterLookups {
  /// As `REGISTERS_URL` and `REGISTERS_TIMEOUT_SECONDS` (2) say.
  public init(_ settings: Settings, logger: Logger = Logger(label: "qabyldau.lookups")) throws(SettingsError) {
    self.init(source: try Self.source(settings, logger: logger), logger: logger)
  }

  /// Of each register.
  private static let questionsAtOnce = 16

  private static func source(_ settings: Settings, logger: Logger) throws(SettingsError) -> any RegisterSource {
    let place = try settings.place("REGISTERS_URL", example: "file:///etc/qabyldau/registers.json")
    let seconds = Double(try settings.integer("REGISTERS_TIMEOUT_SECONDS", default: 2, in: 1...10))
    switch place {
    case .file(let path): return FileRegisterSource(path: path, logger: logger)
    case .http(let base):
      // One caller for the four: they are one service, on the same connections.
      let caller = HTTPCaller(seconds: seconds, connections: questionsAtOnce * Register.allCases.count)
      return HTTPRegisterSource(base: base, get: caller.get, patienceSeconds: 3 * seconds) { register in
        Bulkhead(
          register.rawValue, width: questionsAtOnce, breaker: CircuitBreaker(failuresToOpen: 5, openFor: .seconds(5)),
          logger: logger)
      }
    }
  }
}

/// Where something is looked up.
enum Place: Sendable {
  /// An absolute path.
  case file(String)
  case http(HTTPBase)
}

extension Settings {
  /// - Throws: `SettingsError` where it is absent, or neither a file nor an HTTP address.
  func place(_ key: String, example: String) throws(SettingsError) -> Place {
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
