import WorkerBase
import Synchronization

/// Decides whether the failure of a service is the service's fault or the message's.
///
/// The service is a document store, a verifier of signatures or the portal.
///
/// A failure is the message's own until several different messages, or a probe, show that the service is down: one
/// citizen's odd document must not stop everybody's applications. The lanes of the process share the monitor.
public final class ServiceMonitor: Sendable {
  /// True if the service answers.
  public typealias Probe = @Sendable () async -> Bool

  private struct State {
    var tally = FailureTally()
    /// Repeats the last repeatable question that the service answered; nil if it has answered none.
    var known: Probe?
    /// The probe that is running, or the last one.
    var run: (result: Task<ProbeResult, Never>, start: ContinuousClock.Instant)?
  }

  private let name: String
  private let seconds: Double
  private let probe: Probe
  private let now: @Sendable () -> ContinuousClock.Instant
  private let state = Mutex(State())

  /// The shortest time between two probes.
  private static let pause = Duration.seconds(1)

  /// Creates the monitor of a service that is assumed to work.
  ///
  /// - Parameters:
  ///   - name: the service in an operator's words, e.g. `document store`.
  ///   - seconds: how long a probe may take, over 0.
  ///   - now: the clock.
  ///   - probe: asks the service for a sign of life; true if it answers at all.
  public init(
    _ name: String, seconds: Double, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
    probe: @escaping Probe
  ) {
    self.name = name
    self.seconds = seconds
    self.now = now
    self.probe = probe
  }

  /// Notes that the service has served a message.
  ///
  /// - Parameter askAgain: asks the same question once more, and returns true if the service still serves it; nil if the
  ///   question cannot be asked again. With this closure the monitor notices a service that is there but serves nobody,
  ///   e.g. because credentials have expired.
  public func noteAnswer(askAgain: Probe? = nil) {
    state.withLock { state in
      state.tally.answered()
      if let askAgain { state.known = askAgain }
    }
  }

  /// Notes that the service failed to serve a message, and returns the error to throw.
  ///
  /// - Parameters:
  ///   - message: the message's name, which must be the same at each of its failures.
  ///   - detail: the cause for an operator; it names no person and no document.
  /// - Returns: ``EnvironmentDown`` if the service is down, ``MessageHeldUp`` if this message alone has to wait.
  public func error(for message: String, detail: String) async -> any Error {
    state.withLock { $0.tally.failed(message, at: now()) }
    let result = await look()
    return switch state.withLock({ $0.tally.fault(of: message, after: result, at: now()) }) {
    case .service: EnvironmentDown(name, detail: detail)
    case .message: MessageHeldUp(name, detail: detail)
    }
  }

  /// Probes the service and returns the result; callers within one second share a probe.
  private func look() async -> ProbeResult {
    let result = state.withLock { state in
      if let run = state.run, now() - run.start < Self.pause { return run.result }
      let known = state.known
      let result = Task { [seconds, probe] in
        if let known, await Self.isAnswered(known, seconds: seconds) { return ProbeResult.working }
        return await Self.isAnswered(probe, seconds: seconds) ? .present : .nothing
      }
      state.run = (result, now())
      return result
    }
    return await result.value
  }

  private static func isAnswered(_ probe: @escaping Probe, seconds: Double) async -> Bool {
    (try? await within(seconds: seconds) { await probe() }) ?? false
  }
}
