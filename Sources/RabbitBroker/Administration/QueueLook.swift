public import WorkerRuntime

/// The bounds of one look into a queue, so that messages of any size and number fit into memory.
public struct LookLimits: Sendable, Equatable {
  /// The greatest number of messages that are looked at.
  public var messages: Int
  /// The limits for the bodies that are kept in memory; a body beyond them is dropped while it arrives.
  public var bodies: BodyLimits
  /// The memory, in bytes, that the chosen messages may take together; when they take as much, the look ends.
  public var heldBytes: Int
  /// The number of bytes of bodies, kept or dropped, after which the look ends.
  public var readBytes: Int

  /// Creates bounds.
  ///
  /// - Parameters:
  ///   - messages: the greatest number of messages that are looked at.
  ///   - bodies: the limits for the bodies that are kept in memory.
  ///   - heldBytes: the memory that the chosen messages may take together, in bytes.
  ///   - readBytes: the number of bytes of bodies after which the look ends.
  public init(
    messages: Int, bodies: BodyLimits = BodyLimits(), heldBytes: Int = 64 << 20, readBytes: Int = 1 << 30
  ) {
    self.messages = messages
    self.bodies = bodies
    self.heldBytes = heldBytes
    self.readBytes = readBytes
  }
}

/// The result of a look into a queue.
public struct QueueLook: Sendable {
  /// The chosen messages, in the order of the queue.
  public internal(set) var found: [Delivery] = []
  /// The number of messages that were looked at, chosen or not.
  public internal(set) var lookedAt = 0
  /// The memory that the chosen messages take, in bytes, about.
  public internal(set) var heldBytes = 0
  /// The bytes of all bodies that were looked at, kept or dropped.
  public internal(set) var readBytes = 0

  /// True if the look ended before the end of the queue because the messages are large.
  public func isCut(by limits: LookLimits) -> Bool {
    heldBytes >= limits.heldBytes || readBytes >= limits.readBytes
  }

  mutating func add(_ delivery: Delivery, isChosen: Bool) {
    lookedAt += 1
    readBytes += delivery.message.body.count + Int(clamping: delivery.omittedBodyBytes ?? 0)
    guard isChosen else { return }
    heldBytes += delivery.message.heldBytes
    found.append(delivery)
  }
}

extension BrokerMessage {
  /// The memory that the message takes, in bytes, about.
  fileprivate var heldBytes: Int {
    headers.reduce(body.count + 512) { $0 + $1.key.utf8.count + $1.value.heldBytes }
  }
}

extension HeaderValue {
  fileprivate var heldBytes: Int {
    switch self {
    case .text(let text): text.utf8.count + 64
    case .opaque(let bytes): bytes.count + 64
    case .integer, .boolean: 64
    }
  }
}
