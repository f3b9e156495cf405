import QueueContracts

/// Forwards to the worker's sink the entries that a batch has written to the store.
struct Forwarding: Sendable {
  let sink: (any Sink)?

  private enum Result: Sendable {
    case arrived
    case refused(Outcome)
    case heldUp(MessageHeldUp)
    case down(EnvironmentDown)
  }

  /// Forwards a batch and returns it with the outcomes that follow.
  ///
  /// A message that the sink will never take is parked. A message that the sink cannot take now is retried alone. While
  /// the sink is down, messages that it has not taken yet are left for the next try.
  ///
  /// - Throws: `CancellationError`.
  func forward(_ batch: [Committed]) async throws -> Progress<Committed, Committed> {
    guard let sink else { return Progress(done: batch) }
    let results = try await results(of: batch, sink)
    let downs = results.values.compactMap { if case .down(let down) = $0 { down } else { nil } }
    var progress = Progress<Committed, Committed>(down: downs.first)
    for item in batch {
      var item = item
      switch item.id.flatMap({ item.outcome.isCompleted ? results[$0] : nil }) {
      case nil, .arrived: break
      case .refused(let outcome): item.outcome = outcome
      case .heldUp(let message) where !downs.contains { $0.what == message.what }:
        item.outcome = .retry(reason: "\(message.what): \(message.detail)", orPark: .attemptsSpent)
      case .heldUp, .down:
        progress.remaining.append(item)
        continue
      }
      progress.done.append(item)
    }
    return progress
  }

  private func results(of batch: [Committed], _ sink: any Sink) async throws -> [MessageID: Result] {
    var messages: [MessageID: BrokerMessage] = [:]
    for item in batch where item.outcome.isCompleted {
      if let id = item.id { messages[id] = item.delivery.message }
    }
    return try await withThrowingTaskGroup(of: (MessageID, Result).self) { group in
      for (id, message) in messages { group.addTask { (id, try await Self.result(of: id, message, sink)) } }
      var results: [MessageID: Result] = [:]
      for try await (id, result) in group { results[id] = result }
      return results
    }
  }

  private static func result(of id: MessageID, _ message: BrokerMessage, _ sink: any Sink) async throws -> Result {
    do {
      guard let outcome = try await sink.forward(id, traceparent: message.traceparent) else { return .arrived }
      return .refused(outcome)
    } catch let down as EnvironmentDown {
      return .down(down)
    } catch let heldUp as MessageHeldUp {
      return .heldUp(heldUp)
    } catch is CancellationError where Task.isCancelled {
      throw CancellationError()
    } catch {
      return .heldUp(MessageHeldUp("sink", detail: "forwarding failed with \(type(of: error))"))
    }
  }
}
