import Logging
import QueueContracts
import Synchronization
import Testing

@testable import WorkerRuntime

@Suite("The watch over the queues")
struct TopologyWatchTests {
  private let health = Health()

  private func watch(
    _ worker: WorkerName, _ ask: @escaping @Sendable ([String]) async throws -> [QueueState]
  ) -> TopologyWatch {
    health.set(.consuming, lane: 0)
    return TopologyWatch(
      worker: worker, retryLadderSeconds: [5, 1, 5], health: health, seconds: 60,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, ask: ask)
  }

  @Test("The watch checks the queues that the worker reads or writes, and `admission.unrouted`")
  func names() async {
    let asked = Mutex<[String]>([])
    let watch = watch(.transfer) { queues in
      asked.withLock { $0 = queues }
      return queues.map { _ in .declared(messages: 0) }
    }
    _ = await watch.look(after: .init())
    #expect(
      asked.withLock { $0 } == [
        "admission.transfer", "admission.transfer.parked", "admission.transfer.retry.1", "admission.transfer.retry.5",
        "admission.notify", "admission.schools", "admission.unrouted",
      ])
    #expect(health.isReady)
  }

  @Test("While a queue is missing, the worker is not ready, and the report names the command to run")
  func turns() async {
    let missing = Mutex<Set<String>>(["admission.notify"])
    let watch = watch(.transfer) { queues in
      queues.map { name in missing.withLock { $0.contains(name) } ? .missing : .declared(messages: 0) }
    }
    let first = await watch.look(after: .init())
    #expect(first.missing == ["admission.notify"])
    #expect(!health.isReady)
    #expect(
      health.report
        == "problem topology: queue admission.notify is missing; run: admissionctl topology apply\nlane 0: consuming\n")
    missing.withLock { $0 = ["admission.notify", "admission.schools"] }
    _ = await watch.look(after: first)
    #expect(health.report.contains("queues admission.notify, admission.schools are missing; run: "))
    missing.withLock { $0 = [] }
    #expect(await watch.look(after: first) == .init())
    #expect(health.isReady)
  }

  @Test("Readiness does not depend on unrouted messages or on a broker that does not answer")
  func unrouted() async {
    let answer = Mutex<QueueState?>(.declared(messages: 7))
    let watch = watch(.notify) { queues in
      guard let last = answer.withLock({ $0 }) else { throw BrokerError(.unreachable, "The broker is away.") }
      return queues.dropLast().map { _ in .declared(messages: nil) } + [last]
    }
    let seen = await watch.look(after: .init())
    #expect(seen.unrouted == 7 && health.isReady)
    answer.withLock { $0 = nil }
    #expect(await watch.look(after: seen) == seen)
    answer.withLock { $0 = .declared(messages: nil) }
    #expect(await watch.look(after: seen) == seen)
    answer.withLock { $0 = .declared(messages: 0) }
    #expect(await watch.look(after: seen).unrouted == 0)
    #expect(health.isReady)
  }
}
