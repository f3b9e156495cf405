import HTTPCalls
public import Logging
public import WorkerBase
import WorkerRuntime

extension DocumentLookups {
  /// Reads `DOCUMENTS_URL`, `DOCUMENTS_TIMEOUT_SECONDS` (default 10), `DOCUMENTS_AUTH_FILE`, `DOCUMENTS_BUDGET_BYTES`
  /// (default 64 MiB) and the keys of HTTPS.
  ///
  /// - Throws: `SettingsError` for a key that cannot be used.
  public init(_ settings: Settings, logger: Logger = Logger(label: "qabyldau.lookups")) throws(SettingsError) {
    let address = try settings.sourceAddress("DOCUMENTS_URL", example: "file:///var/lib/qabyldau/documents")
    let handlerSeconds = try settings.handlerSeconds
    // A request for a document and the probes after it must fit into the time for judging. Otherwise an outage would
    // count as the fault of one message. The documents of one form get little more time than one request, so that its
    // neighbours are answered within 15 s.
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
      slots: AsyncSemaphore(Self.documentsAtOnce), budget: AsyncSemaphore(budget),
      seconds: min(seconds + Self.probeSeconds, handlerSeconds * 3 / 4))
  }

  /// The number of documents that this process reads at once.
  private static let documentsAtOnce = 16
  /// The time for each request of a probe, in seconds.
  private static let probeSeconds = 2.5
}
