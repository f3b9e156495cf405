import Logging
import Synchronization

/// The log lines that were written.
package final class TestLog: Sendable {
  private let written = Mutex<[String]>([])

  package init() {}

  /// The lines, each as `warning A file cannot be used [detail: registers, …]`.
  package var lines: [String] { written.withLock { $0 } }

  package var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

  private struct Handler: LogHandler {
    let log: TestLog
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let metadata = (event.metadata ?? [:]).map { "\($0): \($1)" }.sorted().joined(separator: ", ")
      log.written.withLock { $0.append("\(event.level) \(event.message) [\(metadata)]") }
    }
  }
}
