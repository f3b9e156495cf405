public import WorkerRuntime

extension MemoryStore {
  /// Stores an operator's order; it replaces an order of the same kind and subject.
  public func give(_ order: StandingOrder) async throws(StoreError) {
    orders.removeAll { $0.kind == order.kind && $0.subject == order.subject }
    orders.append(order)
  }

  /// Takes an order back; false if there was no such order.
  public func takeBack(_ kind: StandingOrder.Kind, of subject: String) async throws(StoreError) -> Bool {
    let count = orders.count
    orders.removeAll { $0.kind == kind && $0.subject == subject }
    return orders.count < count
  }

  /// Every order that was not taken back, sorted by kind and subject.
  public func standingOrders() async throws(StoreError) -> [StandingOrder] {
    orders.sorted { ($0.kind.rawValue, $0.subject) < ($1.kind.rawValue, $1.subject) }
  }
}
