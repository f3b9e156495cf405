import Configuration
import Logging
import Testing
import WorkerTesting

@testable import WorkerRuntime

@Suite struct WorkerServiceTests {
  @Test func whatLogLinesCallAServiceHoldsNoPassword() throws {
    let settings = Settings(
      ConfigReader(
        provider: EnvironmentVariablesProvider(environmentVariables: [
          "AMQP_URL": "amqp://user:secret-word@127.0.0.1", "STORE_URL": "postgres://user:secret-word@127.0.0.1/store",
        ])))
    let service = WorkerService(
      worker: EchoWorker(), store: CountingStore(), broker: MemoryBroker(),
      configuration: try WorkerConfiguration(settings), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    #expect("\(service)" == "worker echo")
  }
}
