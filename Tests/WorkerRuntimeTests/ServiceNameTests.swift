import ServiceLifecycle
import Testing

@testable import WorkerRuntime

@Suite("The name of a service in the log")
struct ServiceNameTests {
  private struct Secretive: Service {
    let url = "amqp://user:password@127.0.0.1:5672/"
    func run() async throws {}
  }

  @Test("A service is named by its type, and what it holds is not printed")
  func name() {
    #expect(WorkerProcess.named(Secretive()).serviceName == "Secretive")
  }
}
