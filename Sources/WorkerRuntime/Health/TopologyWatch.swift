import WorkerBase
import CoreMetrics
public import Logging
import Metrics
public import QueueContracts
public import ServiceLifecycle
import Synchronization

/// Whether a queue exists, and how full it is, by the broker's answer.
public enum QueueState: Sendable, Equatable {
  /// The queue does not exist.
  case missing
  /// The queue exists and has this many ready messages; nil if the broker does not tell this user the number.
  case declared(messages: Int?)
}

/// Asks the broker regularly whether a worker's queues exist, so a missing queue is noticed before families wait.
///
/// Messages for a missing queue are confirmed and kept in `admission.unrouted`; without this watch nobody would notice.
/// The number of messages in `admission.unrouted` is shown and logged, but does not change readiness. Otherwise anybody
/// who may publish could make every worker not ready by an unknown routing key. If the broker is away, the lanes report
/// that.
public struct TopologyWatch: ServiceLifecycle.Service {
  /// Says whether a question to the broker is under way; the next question is asked only when this one has ended.
  private final class Call: Sendable { let isUnderWay = Atomic(false) }

  /// The broker's last answer, which is kept so that only changes are logged.
  struct LastAnswer: Equatable {
    var missing: [String] = []
    var unrouted = 0
  }

  private let queues: [String]
  private let command: String
  private let health: Health
  private let seconds: Double
  private let patienceSeconds: Double
  private let logger: Logger
  private let ask: @Sendable ([String]) async throws -> [QueueState]
  private let call = Call()

  /// Creates a watch over the queues of one of the system's own workers.
  ///
  /// - Parameters:
  ///   - worker: the worker whose queues are watched: its work queue, its parked queue, its retry queues, and the
  ///     queues that it publishes to.
  ///   - retryLadderSeconds: the waits for which the worker has retry queues.
  ///   - health: told which queues are missing.
  ///   - seconds: the mean time from one question to the next, over 0. Each wait differs from it by up to a fifth, at
  ///     random.
  ///   - patienceSeconds: how long an answer may take, over 0.
  ///   - logger: told which queues are missing, and when no queue is missing any more.
  ///   - ask: asks the broker about queues and returns an answer for each, in order; throws if the broker is away.
  public init(
    worker: WorkerName, retryLadderSeconds: [Int], health: Health, seconds: Double, patienceSeconds: Double = 60,
    logger: Logger, ask: @escaping @Sendable ([String]) async throws -> [QueueState]
  ) {
    self.init(
      queues: Self.queues(of: worker, retryLadderSeconds: retryLadderSeconds),
      declaredBy: "admissionctl topology apply", health: health, seconds: seconds, patienceSeconds: patienceSeconds,
      logger: logger, ask: ask)
  }

  private static func queues(of worker: WorkerName, retryLadderSeconds: [Int]) -> [String] {
    let own = worker.queue
    let retries = Set(retryLadderSeconds).sorted().map { QueueName.retry(of: own, seconds: $0) }
    return [own, worker.parkedQueue] + retries + MessageRoute.targetQueues(of: .worker(worker))
  }

  /// Creates a watch over the queues of a worker that is not one of the system's own.
  ///
  /// - Parameters:
  ///   - queues: the worker's work queue, its parked and retry queues, and the queues that it publishes to.
  ///   - command: the command by which an operator declares the queues.
  ///   - health: told which queues are missing.
  ///   - seconds: the mean time from one question to the next, over 0. Each wait differs from it by up to a fifth, at
  ///     random.
  ///   - patienceSeconds: how long an answer may take, over 0.
  ///   - logger: told which queues are missing, and when no queue is missing any more.
  ///   - ask: asks the broker about queues and returns an answer for each, in order; throws if the broker is away.
  public init(
    queues: [String], declaredBy command: String, health: Health, seconds: Double, patienceSeconds: Double = 60,
    logger: Logger, ask: @escaping @Sendable ([String]) async throws -> [QueueState]
  ) {
    self.queues = queues + [QueueName.unrouted]
    self.command = command
    self.health = health
    self.seconds = seconds
    self.patienceSeconds = patienceSeconds
    self.logger = logger
    self.ask = ask
  }

  /// Asks the broker again and again until a shutdown has begun.
  public func run() async {
    try? await cancelWhenGracefulShutdown {
      var last = LastAnswer()
      // The watch waits a moment at the start, so that the lanes connect first: families wait for the lanes.
      try await Task.sleep(for: .seconds(min(1, seconds)))
      while !Task.isCancelled {
        last = await look(after: last)
        try await Task.sleep(for: .seconds(seconds * Double.random(in: 0.8...1.2)))
      }
    }
  }

  /// Asks the broker once and returns its answer, or `last` if the broker does not answer.
  func look(after last: LastAnswer) async -> LastAnswer {
    guard let states = try? await answer(), states.count == queues.count else { return last }
    let found = zip(queues, states)
    let missing = found.filter { $0.1 == .missing }.map(\.0)
    for queue in queues {
      Meter(label: MetricName.topologyMissing.rawValue, dimensions: [("queue", queue)])
        .set(missing.contains(queue) ? 1 : 0)
    }
    health.setProblem("topology", problem(missing))
    report(missing: missing, last.missing)
    guard case .declared(let messages?) = states.last else {
      return LastAnswer(missing: missing, unrouted: last.unrouted)
    }
    Meter(label: MetricName.unroutedMessages.rawValue).set(messages)
    if messages > last.unrouted {
      logger.error(
        "Unrouted messages wait; see: admissionctl parked list --queue admission.unrouted",
        metadata: [LogKey.count: "\(messages)"])
    }
    return LastAnswer(missing: missing, unrouted: messages)
  }

  private func report(missing: [String], _ before: [String]) {
    guard missing != before else { return }
    if missing.isEmpty {
      logger.info("All queues are there again")
    } else {
      logger.error(
        "Queues are missing; run: \(command)",
        metadata: [LogKey.detail: "\(missing.joined(separator: ", "))"])
    }
  }

  /// The problem in one sentence with the command to run; nil if nothing is missing.
  private func problem(_ missing: [String]) -> String? {
    guard let first = missing.first else { return nil }
    let names = missing.count == 1 ? "queue \(first) is" : "queues \(missing.joined(separator: ", ")) are"
    return "\(names) missing; run: \(command)"
  }

  private func answer() async throws -> [QueueState] {
    guard !call.isUnderWay.exchange(true, ordering: .acquiringAndReleasing) else { throw TimedOut() }
    return try await within(seconds: patienceSeconds) { [call, ask, queues] in
      defer { call.isUnderWay.store(false, ordering: .releasing) }
      return try await ask(queues)
    }
  }
}
