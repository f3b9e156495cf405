/// Bounds on the bodies that a consumer gathers in memory.
///
/// A publisher may send messages as large as its broker takes, 128 MiB on Debian's RabbitMQ, and a lane has hundreds of
/// messages in hand.
public struct BodyLimits: Sendable, Equatable {
  /// The size in bytes up to which every body is gathered: the largest size that the wire contract allows.
  public var smallBytes: Int
  /// The size above which no body is gathered, in bytes.
  ///
  /// It is above the contract's limit, so an operator can still see the body of a message that is a little too large.
  public var largestBytes: Int
  /// The memory, in bytes, that one consumer's unsettled bodies over ``smallBytes`` may take together.
  public var heldBytes: Int

  /// Creates limits, each in bytes; the defaults fit the wire contract.
  public init(smallBytes: Int = 256 << 10, largestBytes: Int = 4 << 20, heldBytes: Int = 16 << 20) {
    self.smallBytes = smallBytes
    self.largestBytes = largestBytes
    self.heldBytes = heldBytes
  }

  /// Gathers no body, for a caller that needs only the headers.
  public static let headersOnly = BodyLimits(smallBytes: 0, largestBytes: 0, heldBytes: 0)
}

/// Counts the large bodies that one consumer has in hand, and decides whether it may gather another body.
package struct BodyBudget: Sendable {
  private let limits: BodyLimits
  private var held: [DeliveryTag: Int] = [:]
  private var heldBytes = 0

  /// Creates the budget of a consumer that has nothing in hand.
  package init(_ limits: BodyLimits) {
    self.limits = limits
  }

  /// Decides whether a body is gathered; a large body that is gathered counts until its delivery is settled.
  ///
  /// - Parameters:
  ///   - bytes: the body's size, as the broker announced it.
  ///   - tag: the delivery that the body belongs to.
  /// - Returns: false if the body is to be dropped while it arrives.
  package mutating func gathers(_ bytes: UInt64, of tag: DeliveryTag) -> Bool {
    if bytes <= UInt64(limits.smallBytes) { return true }
    guard bytes <= UInt64(limits.largestBytes), heldBytes + Int(bytes) <= limits.heldBytes else { return false }
    held[tag] = Int(bytes)
    heldBytes += Int(bytes)
    return true
  }

  /// Stops counting the bodies of settled deliveries; a tag that is passed twice does no harm.
  package mutating func settled(_ tags: [DeliveryTag]) {
    guard !held.isEmpty else { return }
    for tag in tags { heldBytes -= held.removeValue(forKey: tag) ?? 0 }
  }
}
