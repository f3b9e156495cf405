import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import WorkerRuntime

@Suite("The name of a service in the log")
struct ServiceNameTests {
  @Test("The log names a service by its type and does not print the values of its properties")
  func name() async throws {
    let lines = Lines()
    let logger = Logger(label: "test") { _ in Handler(lines: lines) }
    try await WorkerProcess.group([Secretive()], endedBy: [], logger: logger).run()
    let written = lines.all.withLock { $0 }
    #expect(written.contains { $0.contains("Secretive") })
    #expect(!written.contains { $0.contains("password") })
  }

  private struct Secretive: Service {
    let url = "amqp://user:password@127.0.0.1:5672/"
    func run() async throws {}
  }

  private final class Lines: Sendable {
    let all = Mutex<[String]>([])
  }

  private struct Handler: LogHandler {
    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      lines.all.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
    }
  }
}
