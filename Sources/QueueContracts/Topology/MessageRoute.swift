/// The route of the messages of one type: their routing keys, senders and readers (contract, section 2).
///
/// Four things follow from a route: the topology's bindings, the rights of the broker's users, the types that
/// `admissionctl publish` knows, and the check that a routing key and a type agree.
public struct MessageRoute: Sendable, Equatable {
  /// The AMQP property `type`, such as `school.decided.v1`.
  public let type: String
  /// The forms of the type's routing keys.
  public let keys: [RoutingKeyForm]
  /// The parties that read messages of the type.
  public let readers: [RouteReader]

  /// Creates the route of a type whose routing keys have one form.
  ///
  /// - Parameters:
  ///   - type: the AMQP property `type`.
  ///   - words: the words that follow the type's name in its routing key; none if the name is the whole key.
  ///   - senders: the parties that may send messages of the type.
  ///   - readers: the parties that read messages of the type.
  public init(_ type: String, _ words: RoutingKeyForm.Word..., from senders: [Party], to readers: [RouteReader]) {
    self.init(type, keys: [(words, senders)], to: readers)
  }

  /// Creates the route of a type whose routing keys have several forms.
  ///
  /// - Parameters:
  ///   - type: the AMQP property `type`.
  ///   - keys: for each form, the words that follow the type's name in the routing key, and the parties that may send
  ///     keys of the form; empty for a type that never comes through the exchange `admission`.
  ///   - readers: the parties that read messages of the type.
  public init(_ type: String, keys: [(words: [RoutingKeyForm.Word], senders: [Party])], to readers: [RouteReader]) {
    let name = Self.name(of: type)
    self.type = type
    self.keys = keys.map { RoutingKeyForm(name: name, words: $0.words, senders: $0.senders) }
    self.readers = readers
  }

  /// The type without its version: the beginning of each of the type's routing keys.
  public var name: String { Self.name(of: type) }

  private static func name(of type: String) -> String {
    type.lastIndex(of: ".").map { String(type[..<$0]) } ?? type
  }

  /// The type's only routing key; nil if the type has several keys or none.
  public var onlyKey: String? {
    guard keys.count == 1, keys[0].words.isEmpty else { return nil }
    return name
  }

  /// The keys by which a reader's queue is bound to the exchange `admission`.
  public func bindings(of reader: Party) -> [String] {
    readers.filter { $0.party == reader }.flatMap { $0.bindings ?? keys.map(\.binding) }
  }

  /// The keys that a sender may use; a `*` stands for one word.
  public func keys(from sender: Party) -> [String] {
    keys.filter { $0.senders.contains(sender) }.flatMap(\.patterns)
  }
}

/// A party that reads messages of a type, and the bindings of the party's queue.
public struct RouteReader: Sendable, Equatable {
  /// The party that reads.
  public let party: Party
  /// The keys that the queue is bound by; nil if they are the type's own routing keys.
  let bindings: [String]?

  /// Creates a reader whose queue is bound by the type's own routing keys.
  public init(_ party: Party) {
    self.party = party
    bindings = nil
  }

  /// Creates a reader whose queue has bindings that may match more than the type's own routing keys.
  public init(_ party: Party, boundBy bindings: String...) {
    self.party = party
    self.bindings = bindings
  }
}

/// A form of routing keys: a type's name and the words that follow it.
public struct RoutingKeyForm: Sendable, Equatable {
  /// A word that differs from key to key.
  public enum Word: Sendable, Equatable {
    /// The name of a ``Service``.
    case service
    /// The BIN of a school.
    case bin

    func accepts(_ word: Substring) -> Bool {
      switch self {
      case .service: Service(rawValue: String(word)) != nil
      case .bin: BIN(String(word)) != nil
      }
    }
  }

  /// The type without its version.
  public let name: String
  /// The words after the name.
  public let words: [Word]
  /// The parties that may send routing keys of this form.
  public let senders: [Party]

  /// The binding key that matches all routing keys of this form.
  public var binding: String { name + String(repeating: ".*", count: words.count) }

  /// The patterns that a permission on the broker needs to allow the routing keys of this form.
  ///
  /// If a key names a service, there is one pattern for each service. A `*` stands for a school's BIN.
  public var patterns: [String] {
    words.reduce([name]) { keys, word in
      switch word {
      case .service: keys.flatMap { key in Service.allCases.map { "\(key).\($0.rawValue)" } }
      case .bin: keys.map { "\($0).*" }
      }
    }
  }

  /// Tells whether the routing key has this form.
  public func accepts(_ routingKey: String) -> Bool {
    guard routingKey.hasPrefix(name) else { return false }
    let rest = routingKey.dropFirst(name.count)
    guard !words.isEmpty else { return rest.isEmpty }
    // The first part is empty if a full stop follows the name. Otherwise the key belongs to a type with a longer name.
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == words.count + 1 && parts[0].isEmpty
      && zip(words, parts.dropFirst()).allSatisfy { $0.accepts($1) }
  }
}
