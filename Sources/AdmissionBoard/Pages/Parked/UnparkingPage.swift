import Operations
import QueueContracts
import WorkerRuntime
import WorkerStore

/// The pages on which parked messages are replayed or discarded: the rehearsal, the action itself and its receipt.
struct UnparkingPage: Sendable {
  let board: Board

  var routes: [Route] {
    [
      .post("/parked/rehearse", may: .act) { try await rehearse($0) },
      .post("/parked/settle", may: .act) { try await unpark($0) },
      .get("/parked/receipts/:receipt", may: .act) { try await receipt($0) },
      .stream("/live/parked/receipts/:receipt", may: .act) { try await progress($0) },
    ]
  }

  /// Shows what the plan would do, without changing anything.
  private func rehearse(_ request: BoardRequest) async throws -> Answer {
    let model = RehearsalModel(try await plan(request), asked: request.form)
    return .page(Page(title: model.heading, place: .parked, template: "parked-rehearsal", model: model))
  }

  private func unpark(_ request: BoardRequest) async throws -> Answer {
    let reason = try request.reason()
    let plan = try await plan(request)
    guard let filter = plan.filter else {
      throw BoardError.conflict(plan.refused.first?.why ?? "There is nothing to be done.")
    }
    try await board.record(plan.action.word(isUnrouted: plan.isUnrouted), on: plan.target, reason: reason, by: request)
    let key = try await board.parked.begin(plan, filter, by: request.user, because: reason)
    // The answer waits up to three seconds, so that the receipt for a few messages is complete when it is shown.
    var looks = 0
    while looks < 30, try await job(key).end == nil {
      looks += 1
      try await Task.sleep(for: .milliseconds(100))
    }
    return .redirect("/parked/receipts/\(key)")
  }

  private func receipt(_ request: BoardRequest) async throws -> Answer {
    let job = try await job(request.parameter("receipt") ?? "")
    let model = ReceiptPageModel(key: job.key, isRunning: job.end == nil, receipt: ReceiptModel(job))
    return .page(Page(title: "Receipt", place: .parked, template: "parked-receipt", model: model))
  }

  private func progress(_ request: BoardRequest) async throws -> AsyncStream<[LivePart]> {
    let key = try await job(request.parameter("receipt") ?? "").key
    return AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
      let watching = Task {
        while !Task.isCancelled, let job = await board.parked.job(key) {
          continuation.yield([LivePart("parked-receipt", board.render("parked-receipt-body", ReceiptModel(job)))])
          // After the final state of the receipt the stream stays open, because browsers reopen a stream that ends.
          guard job.end == nil else { return }
          try? await Task.sleep(for: .milliseconds(500))
        }
      }
      continuation.onTermination = { _ in watching.cancel() }
    }
  }

  private func job(_ key: String) async throws(BoardError) -> UnparkingJob {
    guard let job = await board.parked.job(key) else {
      throw BoardError.notFound("This receipt is not kept any more; the board's actions list what was done.")
    }
    return job
  }

  /// Makes the plan that the posted form asks for; it covers only messages that are parked now.
  private func plan(_ request: BoardRequest) async throws -> UnparkingPlan {
    let choice = (request.form.text("plan") ?? "").split(separator: "-")
    guard choice.count == 2, let action = Unparking.Action(rawValue: String(choice[0])),
      let group = request.form.text("group"), ["group", "selected"].contains(choice[1])
    else { throw BoardError.badInput("Say whether to replay or to discard, and what.") }
    let selected = choice[1] == "selected" ? Set(request.form.all("message")) : nil
    return try UnparkingPlan(action, group: group, selected: selected, in: try await board.parked.look())
  }
}

extension UnparkingPlan {
  /// True if the plan's messages are unrouted; a replay publishes such messages again.
  var isUnrouted: Bool { queue == QueueName.unrouted }
}

extension Unparking.Action {
  fileprivate func word(isUnrouted: Bool) -> BoardAction.Word {
    switch self {
    case .replay: isUnrouted ? .returned : .replayed
    case .discard: .discarded
    }
  }
}
