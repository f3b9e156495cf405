import QueueContracts

/// Publishes the plans of a batch.
///
/// A queue that refuses publications holds up only the plans that need this queue. Only messages that are not confirmed
/// go out again.
struct Publishing: Sendable {
  let planner: Planner
  let publisher: any Publisher
  let now: @Sendable () -> Timestamp

  /// Publishes the plans, and returns which plans are confirmed completely and which are left.
  ///
  /// If a queue for the outputs is full, unavailable or missing, that counts as an outage: the deliveries stay in hand.
  ///
  /// - Throws: `BrokerError` if the lane has to be rebuilt.
  func publish(_ plans: [Plan]) async throws -> Progress<Plan, Plan> {
    var (plans, failures) = try await confirm(plans)
    // The loop ends, because `fallback` replaces a plan at most twice.
    while failures.values.contains(where: { $0.code == .unsendable }) {
      for (index, failure) in failures where failure.code == .unsendable {
        plans[index] = fallback(for: plans[index], because: failure)
      }
      (plans, failures) = try await confirm(plans)
    }
    let down = failures.values.first.map { EnvironmentDown("next queue", detail: $0.description) }
    return Progress(
      done: plans.filter(\.publications.isEmpty), remaining: plans.filter { !$0.publications.isEmpty }, down: down)
  }

  /// Publishes the plans; returns each plan without its confirmed messages, and the failures by the plans' index.
  private func confirm(_ plans: [Plan]) async throws -> ([Plan], [Int: BrokerError]) {
    var (plans, failures) = (plans, [Int: BrokerError]())
    let publications = plans.flatMap(\.publications)
    let results = await publisher.publishEach(publications)
    // A publication without a result would count as confirmed.
    guard results.count == publications.count else {
      throw BrokerError(
        .closed, "The publisher returned \(results.count) results for \(publications.count) publications.")
    }
    var rest = results[...]
    for index in plans.indices {
      let own = zip(plans[index].publications, rest)
      rest = rest.dropFirst(plans[index].publications.count)
      // If a plan has both a final failure and one that may pass, the final failure counts.
      failures[index] = own.compactMap(\.1).max { $1.code == .unsendable && $0.code != .unsendable }
      plans[index].publications = own.filter { $0.1 != nil }.map(\.0)
    }
    for failure in failures.values where [.closed, .misconfigured].contains(failure.code) { throw failure }
    return (plans, failures)
  }

  /// The next best plan: first a reduced copy; if that cannot be sent either, the broker parks the delivery itself.
  private func fallback(for plan: Plan, because failure: BrokerError) -> Plan {
    guard let committed = plan.committed, !plan.isReduced else { return planner.rejected(plan.delivery) }
    return planner.reducedPlan(committed, because: failure.detail, at: now())
  }
}
