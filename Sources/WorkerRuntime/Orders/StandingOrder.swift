public import QueueContracts

/// An operator's order to all processes of a worker; it holds until it is taken back or its time is over.
public struct StandingOrder: Sendable, Equatable {
  /// The kind of an order.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// A worker takes no deliveries.
    case pause
    /// All processes together ask a register no more than a given number of questions each second.
    case limit
  }

  /// The kind of the order.
  public let kind: Kind
  /// The name of the paused worker or of the limited register.
  public let subject: String
  /// Questions a second, 1 or more; nil for a pause.
  public let perSecond: Int?
  /// The time at which the order was given.
  public let givenAt: Timestamp
  /// The operator who gave the order.
  public let by: String
  /// The reason, which is logged and names no citizen.
  public let because: String
  /// The time at which the order ends by itself; nil if an operator has to take it back.
  public let until: Timestamp?

  /// Creates an order.
  ///
  /// - Parameters:
  ///   - kind: a pause or a limit.
  ///   - subject: the name of the worker, or of the register.
  ///   - perSecond: questions a second, 1 or more; nil for a pause.
  ///   - givenAt: the time at which the order is given.
  ///   - by: the operator.
  ///   - because: the reason, which is logged.
  ///   - until: the time at which the order ends by itself; nil if an operator has to take it back.
  public init(
    _ kind: Kind, of subject: String, perSecond: Int? = nil, givenAt: Timestamp, by: String, because: String,
    until: Timestamp? = nil
  ) {
    self.kind = kind
    self.subject = subject
    self.perSecond = perSecond
    self.givenAt = givenAt
    self.by = by
    self.because = because
    self.until = until
  }

  /// True if the order does not end by itself, or ends only after this time.
  public func holds(at time: Timestamp) -> Bool { until.map { time < $0 } ?? true }
}

/// Keeps the orders that operators have given, for all processes of their workers.
public protocol StandingOrders: Sendable {
  /// Gives an order, which replaces an order of the same kind and subject.
  func give(_ order: StandingOrder) async throws(StoreError)

  /// Takes an order back; false if there was no order of this kind and subject.
  func takeBack(_ kind: StandingOrder.Kind, of subject: String) async throws(StoreError) -> Bool

  /// Every order that was not taken back, including orders that have ended; ordered by kind, then subject.
  func standingOrders() async throws(StoreError) -> [StandingOrder]
}

/// The defaults for a store that keeps no orders; its workers cannot be paused.
extension StandingOrders {
  /// Refuses the order.
  public func give(_ order: StandingOrder) async throws(StoreError) {
    throw .rejected("this store cannot keep an operator's orders")
  }

  /// Returns false, because there are no orders.
  public func takeBack(_ kind: StandingOrder.Kind, of subject: String) async throws(StoreError) -> Bool { false }

  /// Returns no orders.
  public func standingOrders() async throws(StoreError) -> [StandingOrder] { [] }
}
