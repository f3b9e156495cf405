import Admission
import QueueContracts
import WorkerRuntime

/// An order that an operator may give: its values are checked, and it is not given yet.
public struct OperatorOrder: Sendable, Equatable {
  /// The most characters that a reason may have.
  public static let longestReason = 200

  /// The order as the store keeps it.
  let standing: StandingOrder

  /// An order to pause a worker: each process settles what it has in hand and takes no more deliveries.
  ///
  /// - Parameters:
  ///   - worker: the worker, with all its processes.
  ///   - because: the reason, which each process logs; it must not name a citizen.
  ///   - person: the operator who gives the order.
  ///   - until: the time at which the pause ends by itself; nil if the pause lasts until the worker is resumed.
  ///   - now: the time of the order.
  /// - Returns: an order that can be given by ``OperatorOrders/give(_:)``.
  /// - Throws: ``OperationFailure`` if the reason is empty or too long, or `until` is past.
  public static func pause(
    _ worker: WorkerName, because: String, by person: String, until: Timestamp? = nil, at now: Timestamp = .now
  ) throws(OperationFailure) -> OperatorOrder {
    try OperatorOrder(
      StandingOrder(.pause, of: worker.rawValue, givenAt: now, by: person, because: reason(because), until: until))
  }

  /// An order that sets how many questions a second all intake processes together may ask a register over HTTP.
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
  /// - Returns: an order that can be given by ``OperatorOrders/give(_:)``.
  /// - Throws: the errors of ``pause(_:because:by:until:at:)``, or ``OperationFailure`` if `perSecond` is out of range.
  public static func limit(
    _ register: Register, perSecond: Int, because: String, by person: String, until: Timestamp? = nil,
    at now: Timestamp = .now
  ) throws(OperationFailure) -> OperatorOrder {
    guard 1...10_000 ~= perSecond else { throw .badInput("A limit is from 1 to 10000 questions a second.") }
    return try OperatorOrder(
      StandingOrder(
        .limit, of: register.rawValue, perSecond: perSecond, givenAt: now, by: person, because: reason(because),
        until: until))
  }

  private init(_ standing: StandingOrder) throws(OperationFailure) {
    guard standing.holds(at: standing.givenAt) else { throw .badInput("The time until which it holds is over.") }
    self.standing = standing
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
