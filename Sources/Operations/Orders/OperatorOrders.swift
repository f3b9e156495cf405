import Admission
import QueueContracts
import WorkerRuntime

/// An operator's orders to the workers: to pause, or to ask a register less often.
///
/// An order holds until an operator takes it back or its time is over. All processes of a worker see a new order within
/// `STORE_CHECK_SECONDS`.
public struct OperatorOrders: Sendable {
  private let records: any Records

  /// Creates the access to the orders in a store.
  ///
  /// - Parameter records: the workers' store.
  public init(_ records: any Records) { self.records = records }

  /// Gives an order, in place of an earlier one of the same kind and subject.
  ///
  /// - Returns: the order as it stands in the store.
  /// - Throws: ``OperationFailure`` if the store does not answer.
  @discardableResult
  public func give(_ order: OperatorOrder) async throws -> StandingOrder {
    try await Connections.asking { try await records.give(order.standing) }
    return order.standing
  }

  /// Lets a worker consume again.
  ///
  /// - Returns: false if the worker was not paused.
  public func resume(_ worker: WorkerName) async throws -> Bool { try await takeBack(.pause, of: worker.rawValue) }

  /// Takes a register's limit away, so that `REGISTER_RATE` applies again.
  ///
  /// - Returns: false if there was no limit.
  public func unlimit(_ register: Register) async throws -> Bool {
    try await takeBack(.limit, of: register.rawValue)
  }

  /// The orders that are in force, sorted by kind and subject.
  public func all(at now: Timestamp = .now) async throws -> [StandingOrder] {
    try await Connections.asking { try await records.standingOrders() }.filter { $0.holds(at: now) }
  }

  private func takeBack(_ kind: StandingOrder.Kind, of subject: String) async throws -> Bool {
    // If the order has expired, the store deletes it, but the answer is that no order was in force.
    let held = try await all().contains { $0.kind == kind && $0.subject == subject }
    return try await Connections.asking { try await records.takeBack(kind, of: subject) } && held
  }
}
