/// How large the bodies are that a consumer gathers in memory.
///
/// A queue holds whatever its publishers were allowed to send, 128 MiB a message on Debian's RabbitMQ, and a lane has
/// hundreds of messages in hand.
public struct BodyLimits: Sendable, Equatable {
  /// A body of this size is gathered in any case, in bytes: the largest that the wire contract allows.
  public var smallBytes: Int
  /// No larger body is gathered, in bytes.
  ///
  /// Above the contract's limit, so that what is a little too large can still be shown as it came.
  public var largestBytes: Int
  /// How much the bodies over ``smallBytes`` may take together that one consumer has in hand, in bytes.
  public var heldBytes: Int

  public init(smallBytes: Int = 256 << 10, largestBytes: Int = 4 << 20, heldBytes: Int = 16 << 20) {
    self.smallBytes = smallBytes
    self.largestBytes = largestBytes
    self.heldBytes = heldBytes
  }

  /// Every body is gathered.
  public static let none = BodyLimits(smallBytes: .max)
}

/// The large bodies that one consumer has in hand, and whether it may gather another one.
public struct BodyBudget: Sendable {
  private let limits: BodyLimits
  private var held: [DeliveryTag: Int] = [:]
  private var heldBytes = 0

  public init(_ limits: BodyLimits) {
    self.limits = limits
  }

  /// Decides on a body that is announced with this size; what is to be gathered counts until it is settled.
  /// - Returns: false if the body is to be dropped while it arrives.
  public mutating func gathers(_ bytes: UInt64, of tag: DeliveryTag) -> Bool {
    if bytes <= UInt64(limits.smallBytes) { return true }
    guard bytes <= UInt64(limits.largestBytes), heldBytes + Int(bytes) <= limits.heldBytes else { return false }
    held[tag] = Int(bytes)
    heldBytes += Int(bytes)
    return true
  }

  /// These deliveries are settled, once or again.
  public mutating func settled(_ tags: [DeliveryTag]) {
    guard !held.isEmpty else { return }
    for tag in tags { heldBytes -= held.removeValue(forKey: tag) ?? 0 }
  }
}
