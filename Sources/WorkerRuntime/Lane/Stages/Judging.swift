import WorkerBase
import QueueContracts

/// Judges a batch, several messages at once, each within a time limit.
///
/// A message that cannot be judged is retried alone. If the service that it needs is known to be down, the message
/// stays in hand instead.
struct Judging<W: Worker>: Sendable {
  let worker: W
  let settings: LaneSettings

  private enum Result: Sendable {
    case judged(Judged<W.Proposal>)
    case heldUp(MessageHeldUp)
    case down(EnvironmentDown)
  }

  /// Judges the messages and keeps the order of the batch.
  ///
  /// - Throws: `CancellationError`.
  func judge(_ batch: [Decoded<W.Message>]) async throws -> Progress<Judged<W.Proposal>, Decoded<W.Message>> {
    let results = try await batch.map(strands: settings.judgingWidth) { try await judge($0) }
    let downs = results.compactMap { if case .down(let down) = $0 { down } else { nil } }
    var progress = Progress<Judged<W.Proposal>, Decoded<W.Message>>(down: downs.first)
    for (decoded, result) in zip(batch, results) {
      switch result {
      case .judged(let judged): progress.done.append(judged)
      case .heldUp(let message) where !downs.contains { $0.what == message.what }:
        guard case .message(let incoming) = decoded.content else { continue }
        progress.done.append(unjudged(decoded, incoming, .retry("\(message.what): \(message.detail)")))
      case .heldUp, .down: progress.remaining.append(decoded)
      }
    }
    return progress
  }

  private func judge(_ decoded: Decoded<W.Message>) async throws -> Result {
    switch decoded.content {
    case .refused(let outcome):
      return .judged(Judged(delivery: decoded.delivery, id: decoded.id, content: .refused(outcome)))
    case .unreadable(let outcome):
      return .judged(Judged(delivery: decoded.delivery, id: decoded.id, content: .unjudged(outcome, nil)))
    case .message(let message):
      do {
        let proposal = try await within(seconds: settings.handlerSeconds) { try await worker.judge(message) }
        return .judged(Judged(delivery: decoded.delivery, id: decoded.id, content: .proposal(proposal)))
      } catch let down as EnvironmentDown {
        return .down(down)
      } catch let heldUp as MessageHeldUp {
        return .heldUp(heldUp)
      } catch let outcome as Deferred {
        return .judged(unjudged(decoded, message, outcome.outcome))
      } catch is TimedOut {
        return .judged(unjudged(decoded, message, .retry("judging took over \(settings.handlerSeconds) s")))
      } catch is CancellationError where Task.isCancelled {
        throw CancellationError()
      } catch {
        // The error's own words may repeat what a citizen wrote; its type cannot.
        return .judged(unjudged(decoded, message, .retry("judging failed with \(type(of: error))")))
      }
    }
  }

  private func unjudged(
    _ decoded: Decoded<W.Message>, _ message: Incoming<W.Message>, _ outcome: Outcome
  ) -> Judged<W.Proposal> {
    let proposal = worker.propose(outcome, of: message)
    return Judged(delivery: decoded.delivery, id: decoded.id, content: .unjudged(outcome, proposal))
  }
}

extension Outcome {
  /// A retry; when the message's waits are spent, it is parked as `attempts.spent`.
  fileprivate static func retry(_ reason: String) -> Outcome { .retry(reason: reason, orPark: .attemptsSpent) }
}
