import Admission
import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerStore
import WorkerTesting

/// After each fault of the broker, a worker consumes again by itself; during the fault, `/ready` reports it.
///
/// Users of worker systems complain most often of a worker that is connected but does not consume.
@Suite("Workers whose broker fails", .serialized, .timeLimit(.minutes(5)))
struct RecoveryTests {
  /// The heartbeat in seconds.
  ///
  /// It is short, because a silent broker is noticed only after two heartbeats.
  private static let heartbeat = 2

  private let readiness: Readiness
  private let system: AdmissionSystem

  init() async throws {
    readiness = try Readiness()
    system = try await AdmissionSystem(["HEALTH_PORT": "\(readiness.port)"])
  }

  private func url(_ text: String? = nil) -> String { "\(text ?? system.amqpURL)?heartbeat=\(Self.heartbeat)" }

  /// Runs a worker that handles an application before a fault, says that it is not ready during the fault, and handles
  /// another application afterwards.
  private func expectRecovery(
    from begin: () async throws -> Void, to end: () async throws -> Void = {},
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let worker = try system.launch("IntakeWorker", ["AMQP_URL": url()])
    defer { worker.kill() }
    try await eventually("the worker is ready") { await readiness.isReady }
    try await system.expectHandled(Families.enrolment(1))
    try await begin()
    try await eventually("the worker is not ready", sourceLocation: sourceLocation) { await readiness.isNotReady }
    try await end()
    try await eventually(within: 60, "it is ready again\n\(system.logs)", sourceLocation: sourceLocation) {
      await readiness.isReady
    }
    #expect(
      try await TestBroker.admin(system.amqpURL).counts(of: QueueName.intake)?.consumers == 1,
      sourceLocation: sourceLocation)
    try await system.expectHandled(Families.enrolment(2), sourceLocation: sourceLocation)
    #expect(worker.isRunning, sourceLocation: sourceLocation)
  }

  @Test("A worker recovers when its broker is stopped or killed, and started again", arguments: ["stop", "kill"])
  func restarted(way: String) async throws {
    try await expectRecovery(from: { try await TestBroker.end(by: way) }, to: { try await TestBroker.start() })
  }

  @Test("A worker recovers when its broker hangs (SIGSTOP) and goes on")
  func stopped() async throws {
    defer { try? TestBroker.signal(SIGCONT) }
    try await expectRecovery(from: { try TestBroker.signal(SIGSTOP) }, to: { try TestBroker.signal(SIGCONT) })
  }

  @Test("A worker recovers when its queue is deleted (basic.cancel, then 404) and declared again")
  func queueDeleted() async throws {
    let admin = try TestBroker.admin(system.amqpURL)
    try await expectRecovery(
      from: { try await admin.deleteQueue(QueueName.intake) },
      to: {
        try await eventually("the worker has tried to consume and says why it cannot") {
          await readiness.answer?.body.contains("the queue is missing") == true
        }
        try await admin.apply(.version1(retryLadderSeconds: [1]))
      })
  }

  @Test("A worker recovers when the broker closes its channel or cancels its consumer over a late acknowledgement")
  func consumerTimeout() async throws {
    try await TestBroker.evaluate(
      "application:set_env(rabbit, consumer_timeout, 500), application:set_env(rabbit, channel_tick_interval, 500).")
    do {
      let worker = try system.launch("IntakeWorker", ["AMQP_URL": url()])
      defer { worker.kill() }
      try await eventually("the worker is ready") { await readiness.isReady }
      let application = Families.enrolment(1)

      // The store stays locked for longer than the broker's `consumer_timeout`, and meanwhile the worker acknowledges
      // nothing.
      let store = try await system.store()
      let lock = await StoreLock(store)
      try await system.publish([application.message()], routingKey: RoutingKey.applicationSubmitted)
      try await Task.sleep(for: .seconds(3))
      try await lock.release()

      try await eventually(within: 60, "all is acknowledged, and the worker is ready\n\(system.logs)") {
        let counts = try await TestBroker.admin(system.amqpURL).counts(of: QueueName.intake)
        return await readiness.isReady && counts?.messages == 0 && counts?.consumers == 1
      }
      let isCancelled = try TestBroker.version() >= ServerVersion(4, 3)
      #expect(
        system.logs.contains(isCancelled ? "The broker cancelled the consumer" : "PRECONDITION_FAILED"),
        "\(system.logs)")
      #expect(try await store.application(application.applicationId)?.arrival == 1)
    } catch {
      try? await restoreConsumerTimeout()
      throw error
    }
    try await restoreConsumerTimeout()
  }

  private func restoreConsumerTimeout() async throws {
    try await TestBroker.evaluate(
      "application:set_env(rabbit, consumer_timeout, 1800000), application:set_env(rabbit, channel_tick_interval, 60000)."
    )
  }

  @Test(
    "A worker recovers from a network that swallows every packet",
    .enabled(if: CutOff.isPossible, "needs root, for a network namespace"))
  func blackHole() async throws {
    let broker = try BrokerURL.list(system.amqpURL)[0]
    let cutOff = try await CutOff(brokerPort: broker.port)
    do {
      let there = system.amqpURL.replacing(broker.endpoint, with: "\(cutOff.address):\(cutOff.relay.port)")
      let worker = try system.launch("IntakeWorker", ["AMQP_URL": url(there)], prefix: cutOff.prefix)
      defer { worker.kill() }
      func count(_ words: String) -> Int { system.logs.components(separatedBy: words).count - 1 }
      try await system.expectHandled(Families.enrolment(1))
      try await cutOff.swallow()
      try await eventually("it has noticed") { count("Not consuming") > 0 }
      try await cutOff.heal()
      try await eventually(within: 60, "it consumes again\n\(system.logs)") { count(" Consuming") > 1 }
      try await system.expectHandled(Families.enrolment(2))
    } catch {
      await cutOff.remove()
      throw error
    }
    await cutOff.remove()
  }

  @Test("If connections are lost again and again with a message in hand, the broker parks the message with its body")
  func deliveryLimit() async throws {
    let application = Families.enrolment(1)
    try await system.publish([application.message()], routingKey: RoutingKey.applicationSubmitted)
    for _ in 0...20 {
      let consumer = try await system.broker.consumer(queue: QueueName.intake, prefetch: 1)
      #expect(try await consumer.nextBatch(limit: 1)?.count == 1)
      await consumer.close()
    }
    let parked = try await system.take(1, from: QueueName.parked(of: QueueName.intake))
    #expect(parked.map(\.body) == [WireCodec.encode(application)])
  }

  @Test("While the broker is short of memory, acknowledgements go on, publishing waits, and health says blocked")
  func memoryAlarm() async throws {
    // The queue for updates has to be declared before the alarm.
    let updates = try await system.tap(RoutingKey.processingUpdated)
    let first = try system.launch("IntakeWorker")
    try await system.expectHandled(Families.enrolment(1))
    first.terminate()
    try await eventually("the worker has left") { !first.isRunning }
    _ = try await system.take(1, from: updates)
    let waiting = Families.enrolment(2)
    try await system.publish([waiting.message()], routingKey: RoutingKey.applicationSubmitted)

    try await TestBroker.raiseMemoryAlarm()
    do {
      let notify = try system.launch("NotifyWorker", ["HEALTH_PORT": ""])
      defer { notify.kill() }
      let admin = try TestBroker.admin(system.amqpURL)
      try await eventually("what needs no publishing is acknowledged\n\(system.logs)") {
        try await admin.counts(of: QueueName.notify)?.messages == 0
      }
      let intake = try system.launch("IntakeWorker", ["AMQP_URL": url()])
      defer { intake.kill() }
      try await eventually("health says blocked\n\(system.logs)") {
        let answer = await readiness.answer
        return answer?.isReady == false && answer?.body.contains("blocked by the broker") == true
      }
      // The pause is longer than two heartbeats, after which a worker gives up a silent broker.
      try await Task.sleep(for: .seconds(3 * Self.heartbeat))
      #expect(await readiness.isNotReady)
      #expect(!system.logs.contains("Not consuming"), "\(system.logs)")

      try await TestBroker.clearMemoryAlarm()
      let update = try await system.take(1, from: updates)
      #expect(update.first?.correlationId == waiting.applicationId.description)
      try await eventually("it is ready again\n\(system.logs)") { await readiness.isReady }
    } catch {
      try? await TestBroker.clearMemoryAlarm()
      throw error
    }
  }
}
