/// The exchanges, queues and bindings that a broker must have: a value, applied by `admissionctl topology apply`.
public struct Topology: Sendable, Equatable {
  /// The exchanges, in the order in which they are declared: an alternate exchange before the exchange that names it.
  public var exchanges: [ExchangeDefinition]
  /// The queues, in the order in which they are declared.
  public var queues: [QueueDefinition]
  /// The bindings between these exchanges and queues.
  public var bindings: [BindingDefinition]

  /// Creates a topology.
  public init(exchanges: [ExchangeDefinition], queues: [QueueDefinition], bindings: [BindingDefinition]) {
    self.exchanges = exchanges
    self.queues = queues
    self.bindings = bindings
  }
}

/// A durable exchange.
public struct ExchangeDefinition: Sendable, Hashable {
  /// The type of an exchange in AMQP.
  public enum Kind: String, Sendable {
    case topic, fanout, direct
  }

  /// The exchange's name.
  public let name: String
  /// The exchange's type.
  public let kind: Kind
  /// The exchange that a message goes to if no queue is bound for it; nil if the message is then dropped.
  public let alternateExchange: String?

  /// Creates the definition of an exchange.
  public init(name: String, kind: Kind, alternateExchange: String? = nil) {
    self.name = name
    self.kind = kind
    self.alternateExchange = alternateExchange
  }
}

/// A durable queue.
public struct QueueDefinition: Sendable, Hashable {
  /// The value of a queue's argument.
  public enum ArgumentValue: Sendable, Hashable, Encodable, CustomStringConvertible {
    case text(String)
    case integer(Int64)

    /// The text or the number, as a person reads it.
    public var description: String {
      switch self {
      case .text(let text): text
      case .integer(let number): String(number)
      }
    }

    /// Encodes the text or the number alone.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .integer(let number): try container.encode(number)
      }
    }
  }

  /// The queue's name.
  public let name: String
  /// The queue's arguments, `x-queue-type` for example.
  public let arguments: [String: ArgumentValue]

  /// Creates the definition of a queue.
  public init(name: String, arguments: [String: ArgumentValue]) {
    self.name = name
    self.arguments = arguments
  }
}

/// A binding: messages with its key go from its exchange to its queue.
public struct BindingDefinition: Sendable, Hashable {
  /// The exchange that routes by the binding.
  public let exchange: String
  /// The queue that gets the messages.
  public let queue: String
  /// The binding key; on a topic exchange `*` stands for one word, `#` for any number of words.
  public let key: String

  /// Creates a binding.
  public init(exchange: String, queue: String, key: String) {
    self.exchange = exchange
    self.queue = queue
    self.key = key
  }
}
