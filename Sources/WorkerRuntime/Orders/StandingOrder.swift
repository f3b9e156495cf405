public import QueueContracts

/// What an operator has told all processes of a worker to do, until it is taken back or ends by itself.
public struct StandingOrder: Sendable, Equatable {
  /// What is ordered.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// A worker takes no deliveries.
    case pause
    /// All processes together ask a register at most so many questions a second.
    case limit
  }

  /// What is ordered.
  public let kind: Kind
  /// The worker's name, or the register's.
  public let subject: String
  /// Questions a second, 1 or more; nil of a pause.
  public let perSecond: Int?
  /// When it was given.
  public let givenAt: Timestamp
  /// Who gave it.
  public let by: String
  /// Why, in words that are logged and name no citizen.
  public let because: String
  /// When it ends by itself; nil if it has to be taken back.
  public let until: Timestamp?

  /// Creates an order.
  ///
  /// - Parameters:
  ///   - kind: a pause or a limit.
  ///   - subject: the name of the worker, or of the register.
  ///   - perSecond: questions a second, 1 or more; nil of a pause.
  ///   - givenAt: the time at which it was given.
  ///   - by: the operator.
  ///   - because: the reason, which is logged.
  ///   - until: the time at which it ends by itself.
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

  /// True as long as it has not ended by itself.
  public func holds(at time: Timestamp) -> Bool { until.map { time < $0 } ?? true }
}

/// Keeps what operators have told the workers, for all of their processes.
public protocol StandingOrders: Sendable {
  /// Gives an order, in place of one of the same kind and subject.
  func give(_ order: StandingOrder) async throws(StoreError)

  /// Takes an order back.
  ///
  /// - Returns: false if there was none.
  func takeBack(_ kind: StandingOrder.Kind, of subject: String) async throws(StoreError) -> Bool

  /// Every order that was not taken back, by kind and subject; those that have ended by themselves among them.
  func standingOrders() async throws(StoreError) -> [StandingOrder]
}

/// A store that keeps no orders: its workers cannot be paused.
extension StandingOrders {
  /// Refuses the order.
  public func give(_ order: StandingOrder) async throws(StoreError) {
    throw .rejected("this store keeps no orders of an operator")
  }

  /// False: there is none.
  public func takeBack(_ kind: StandingOrder.Kind, of subject: String) async throws(StoreError) -> Bool { false }

  /// None.
  public func standingOrders() async throws(StoreError) -> [StandingOrder] { [] }
}
