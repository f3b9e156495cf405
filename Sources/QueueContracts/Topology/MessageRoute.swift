/// How messages of one type travel: by which routing keys, from whom, to whom (contract, section 2).
///
/// The topology's bindings, the rights of the broker's users, what `admissionctl publish` knows, and the check that a
/// routing key and a type agree all follow from it.
public struct MessageRoute: Sendable, Equatable {
  /// The AMQP property `type`, such as `school.decided.v1`.
  public let type: String
  /// The forms that its routing keys have.
  public let keys: [RoutingKeyForm]
  public let readers: [RouteReader]

  /// A type whose routing keys have one form.
  ///
  /// - Parameters:
  ///   - type: the AMQP property `type`.
  ///   - words: what follows the type's name in its routing key; none if the name is the whole key.
  ///   - senders: who may send it.
  ///   - readers: who is to get it.
  public init(_ type: String, _ words: RoutingKeyForm.Word..., from senders: [Party], to readers: [RouteReader]) {
    self.init(type, keys: [(words, senders)], to: readers)
  }

  /// A type whose routing keys have several forms.
  ///
  /// - Parameters:
  ///   - type: the AMQP property `type`.
  ///   - keys: for each form, what follows the type's name in the routing key, and who may send by it; none for a type
  ///     that never comes through the exchange `admission`.
  ///   - readers: who is to get it.
  public init(_ type: String, keys: [(words: [RoutingKeyForm.Word], senders: [Party])], to readers: [RouteReader]) {
    let name = Self.name(of: type)
    self.type = type
    self.keys = keys.map { RoutingKeyForm(name: name, words: $0.words, senders: $0.senders) }
    self.readers = readers
  }

  /// The type without its version, with which each of its routing keys begins.
  public var name: String { Self.name(of: type) }

  private static func name(of type: String) -> String {
    type.lastIndex(of: ".").map { String(type[..<$0]) } ?? type
  }

  /// The routing key, if there is no more than one.
  public var onlyKey: String? {
    guard keys.count == 1, keys[0].words.isEmpty else { return nil }
    return name
  }

  /// The keys by which that reader's queue is bound to the exchange `admission`.
  public func bindings(of reader: Party) -> [String] {
    readers.filter { $0.party == reader }.flatMap { $0.bindings ?? keys.map(\.binding) }
  }

  /// What that sender may send; a `*` stands for one word.
  public func keys(from sender: Party) -> [String] {
    keys.filter { $0.senders.contains(sender) }.flatMap(\.patterns)
  }
}

/// Who is to get messages of a type, and how the queue is bound for it.
public struct RouteReader: Sendable, Equatable {
  public let party: Party
  /// Nil if the queue is bound by the type's routing keys and no others.
  let bindings: [String]?

  /// Reads by the type's own routing keys.
  public init(_ party: Party) {
    self.party = party
    bindings = nil
  }

  /// Reads by bindings that may let more through than the type's own routing keys.
  public init(_ party: Party, boundBy bindings: String...) {
    self.party = party
    self.bindings = bindings
  }
}

/// One form of routing keys: a type's name and the words that follow it.
public struct RoutingKeyForm: Sendable, Equatable {
  /// A word that is not the same in every key.
  public enum Word: Sendable, Equatable {
    case service
    /// A school's number.
    case bin

    func accepts(_ word: Substring) -> Bool {
      switch self {
      case .service: Service(rawValue: String(word)) != nil
      case .bin: BIN(String(word)) != nil
      }
    }
  }

  public let name: String
  public let words: [Word]
  /// Who may send by it.
  public let senders: [Party]

  /// What a queue is bound by that is to get all of these keys.
  public var binding: String { name + String(repeating: ".*", count: words.count) }

  /// All of these keys, as narrow as a broker's right can be: each service, any school.
  public var patterns: [String] {
    words.reduce([name]) { keys, word in
      switch word {
      case .service: keys.flatMap { key in Service.allCases.map { "\(key).\($0.rawValue)" } }
      case .bin: keys.map { "\($0).*" }
      }
    }
  }

  /// True if this is one of these keys.
  public func accepts(_ routingKey: String) -> Bool {
    guard routingKey.hasPrefix(name) else { return false }
    let rest = routingKey.dropFirst(name.count)
    guard !words.isEmpty else { return rest.isEmpty }
    // The text before the first full stop is empty, or the name goes on.
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == words.count + 1 && parts[0].isEmpty
      && zip(words, parts.dropFirst()).allSatisfy { $0.accepts($1) }
  }
}
