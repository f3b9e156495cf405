import Logging
import QueueContracts

/// Judges a batch, several messages at once, each within a deadline.
///
/// A fault of one message is that message's alone.
struct Judging<W: Worker>: Sendable {
  let worker: W
  let settings: LaneSettings

  struct Item: Sendable {
    let delivery: Delivery
    let id: MessageID?
    let judgement: Judgement<W.Proposal>
  }

  /// In the order of the batch.
  ///
  /// - Throws: ``EnvironmentDown`` as soon as one judgement says so; the batch stays in hand and nothing was done.
  func judge(_ batch: [Reception<W>.Item]) async throws -> [Item] {
    try await withThrowingTaskGroup(of: (Int, Item).self) { group in
      var items = [Item?](repeating: nil, count: batch.count)
      for (index, received) in batch.enumerated() {
        if index >= settings.judgingWidth, let (done, item) = try await group.next() { items[done] = item }
        group.addTask { (index, try await judge(received)) }
      }
      for try await (done, item) in group { items[done] = item }
      return items.compactMap { $0 }
    }
  }

  private func judge(_ item: Reception<W>.Item) async throws -> Item {
    switch item.content {
    case .failure(let refusal):
      let parking = Deferral.park(refusal.code, detail: refusal.detail)
      return Item(delivery: item.delivery, id: item.id, judgement: .defer(parking))
    case .success(let received):
      return Item(delivery: item.delivery, id: item.id, judgement: try await judgement(of: received))
    }
  }

  private func judgement(of received: Received<W.Message>) async throws -> Judgement<W.Proposal> {
    do {
      return try await within(seconds: settings.handlerSeconds) { try await worker.judge(received) }
    } catch let error as EnvironmentDown {
      throw error
    } catch is TimedOut {
      return .defer(.retry(reason: "judging took over \(settings.handlerSeconds) s", orPark: .attemptsSpent))
    } catch is CancellationError where Task.isCancelled {
      throw CancellationError()
    } catch {
      // The error's own words may repeat what a citizen wrote; its type cannot.
      return .defer(.retry(reason: "judging failed with \(type(of: error))", orPark: .attemptsSpent))
    }
  }
}
