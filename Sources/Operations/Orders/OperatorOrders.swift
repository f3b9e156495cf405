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

  /// The most characters that a reason may have.
  public static let longestReason = 200

  /// Pauses a worker: each process settles what it has in hand and takes no more deliveries.
  ///
  /// - Parameters:
  ///   - worker: the worker, with all its processes.
  ///   - because: the reason, which each process logs; it must not name a citizen.
  ///   - person: the operator who gives the order.
  ///   - until: the time at which the pause ends by itself; nil if the pause lasts until the worker is resumed.
  ///   - now: the time of the order.
  /// - Returns: the order as it stands in the store.
  /// - Throws: ``OperationFailure`` if the reason is empty or too long, or `until` is past.
  @discardableResult
  public func pause(
    _ worker: WorkerName, because: String, by person: String, until: Timestamp? = nil, at now: Timestamp = .now
  ) async throws -> StandingOrder {
    try await give(
      StandingOrder(
        .pause, of: worker.rawValue, givenAt: now, by: person, because: try Self.reason(because), until: until))
  }

  /// Lets a worker consume again.
  ///
  /// - Returns: false if the worker was not paused.
  public func resume(_ worker: WorkerName) async throws -> Bool { try await takeBack(.pause, of: worker.rawValue) }

  /// Sets how many questions a second all intake processes together may ask a register over HTTP.
  ///
  /// The limit replaces `REGISTER_RATE`.
  ///
  /// - Parameters:
  ///   - register: the register that is asked less often.
  ///   - perSecond: the most questions per second, 1 to 10,000.
  ///   - because: the reason, which each process logs; it must not name a citizen.
  ///   - person: the operator who gives the order.
  ///   - until: the time at which the limit ends by itself; nil if the limit lasts until it is taken back.
  ///   - now: the time of the order.
  /// - Returns: the order as it stands in the store.
  /// - Throws: the errors of ``pause(_:because:by:until:at:)``, or ``OperationFailure`` if `perSecond` is out of range.
  @discardableResult
  public func limit(
    _ register: Register, perSecond: Int, because: String, by person: String, until: Timestamp? = nil,
    at now: Timestamp = .now
  ) async throws -> StandingOrder {
    guard (1...10_000).contains(perSecond) else {
      throw OperationFailure.badInput("A limit is from 1/s to 10000/s; off takes it away.")
    }
    return try await give(
      StandingOrder(
        .limit, of: register.rawValue, perSecond: perSecond, givenAt: now, by: person,
        because: try Self.reason(because), until: until))
  }

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

  private func give(_ order: StandingOrder) async throws -> StandingOrder {
    guard order.holds(at: order.givenAt) else {
      throw OperationFailure.badInput("The time until which it holds is over.")
    }
    try await Connections.asking { try await records.give(order) }
    return order
  }

  private func takeBack(_ kind: StandingOrder.Kind, of subject: String) async throws -> Bool {
    // If the order has expired, the store deletes it, but the answer is that no order was in force.
    let held = try await all().contains { $0.kind == kind && $0.subject == subject }
    return try await Connections.asking { try await records.takeBack(kind, of: subject) } && held
  }

  /// The reason on one line; each number that looks like an IIN is masked.
  private static func reason(_ text: String) throws(OperationFailure) -> String {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ").withoutTwelveDigits
    guard !words.isEmpty else { throw .badInput("Say why: the reason is empty.") }
    guard words.count <= longestReason else {
      throw .badInput("The reason is over \(longestReason) characters; it is logged, and is to be short.")
    }
    return words
  }
}
