/// Bounds on the bodies that a consumer gathers in memory.
///
/// A publisher may send messages as large as its broker takes, 128 MiB on Debian's RabbitMQ, and a lane has hundreds of
/// messages in hand.
public struct BodyLimits: Sendable, Equatable {
  /// The size up to which a body is always gathered, in bytes: the largest that the wire contract allows.
  public var smallBytes: Int
  /// The size above which no body is gathered, in bytes.
  ///
  /// It is above the contract's limit, so an operator can still see the body of a message that is a little too large.
  public var largestBytes: Int
  /// The memory that all bodies over ``smallBytes`` in one consumer's hand may take together, in bytes.
  public var heldBytes: Int

  /// Creates limits, each in bytes; the defaults fit the wire contract.
  public init(smallBytes: Int = 256 << 10, largestBytes: Int = 4 << 20, heldBytes: Int = 16 << 20) {
    self.smallBytes = smallBytes
    self.largestBytes = largestBytes
    self.heldBytes = heldBytes
  }

  /// No limit: every body is gathered.
  public static let none = BodyLimits(smallBytes: .max)
}

/// The large bodies that one consumer has in hand, and whether it may gather another one.
public struct BodyBudget: Sendable {
  private let limits: BodyLimits
  private var held: [DeliveryTag: Int] = [:]
  private var heldBytes = 0

  /// Creates the budget of a consumer that has nothing in hand.
  public init(_ limits: BodyLimits) {
    self.limits = limits
  }

  /// Decides whether a body is gathered; a large body then counts until its delivery is settled.
  ///
  /// - Parameters:
  ///   - bytes: the body's size, as the broker announced it.
  ///   - tag: the delivery that the body belongs to.
  /// - Returns: false if the body is to be dropped while it arrives.
  public mutating func gathers(_ bytes: UInt64, of tag: DeliveryTag) -> Bool {
    if bytes <= UInt64(limits.smallBytes) { return true }
    guard bytes <= UInt64(limits.largestBytes), heldBytes + Int(bytes) <= limits.heldBytes else { return false }
    held[tag] = Int(bytes)
    heldBytes += Int(bytes)
    return true
  }

  /// Releases the memory of settled deliveries; settling one twice does no harm.
  public mutating func settled(_ tags: [DeliveryTag]) {
    guard !held.isEmpty else { return }
    for tag in tags { heldBytes -= held.removeValue(forKey: tag) ?? 0 }
  }
}
