/// How deliveries are grouped for one transaction.
enum Batch {
  /// First deliveries together; each delivery that a process or connection was lost with, alone and first, so that a
  /// message that kills the worker takes no neighbour along.
  static func split(_ deliveries: [Delivery]) -> [[Delivery]] {
    let suspects = deliveries.filter { $0.deliveryCount > 0 }
    let fresh = deliveries.filter { $0.deliveryCount == 0 }
    return suspects.map { [$0] } + (fresh.isEmpty ? [] : [fresh])
  }
}
