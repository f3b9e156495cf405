/// A difference of the contract from a frozen version, and the parties that it breaks.
package struct ContractChange: Sendable, Equatable, Encodable {
  /// The kind of a difference.
  package enum Kind: String, Sendable, Encodable {
    case typeRemoved, typeAdded
    case fieldRemoved, fieldRenamed, fieldAdded
    case madeRequired, madeOptional, kindChanged
    case narrowed, widened, patternChanged, defaultChanged
    case valueDropped, valueAdded
    case demandAdded, demandDropped
    case routingKeyRemoved, routingKeyAdded, bindingRemoved
    case senderRemoved, readerRemoved
    case queueRemoved, queueChanged, exchangeChanged, headerRemoved
    case exampleUnread, messageInvalid
  }

  /// The side that a change breaks.
  package enum Side: String, Sendable, Encodable {
    /// The parties that write by the frozen version, if today's readers refuse what they write.
    case writers
    /// The parties that read by the frozen version, if they refuse what is written today.
    case readers
  }

  /// The kind of the difference.
  package let kind: Kind
  /// The subject of the difference: a message's type, a routing key, a queue.
  package let subject: String
  /// The field in it, dotted, with `[]` for each element of a list; empty if the change does not concern a field.
  package let field: String
  /// The sides that are broken; empty if the change is harmless.
  package let breaks: [Side]
  /// The parties that are broken, as the frozen version names them.
  package let parties: [String]
  /// The difference, in words for a developer.
  package let detail: String

  /// True if a party is broken.
  package var isBreaking: Bool { !breaks.isEmpty }

  /// The difference as one line for a developer.
  package var sentence: String {
    let place = field.isEmpty ? subject : "\(subject), \(field)"
    guard isBreaking else { return "harmless: \(place): \(detail)" }
    let who = parties.isEmpty ? "" : " (\(parties.joined(separator: ", ")))"
    return "breaks \(breaks.map(\.rawValue).joined(separator: " and "))\(who): \(place): \(detail)"
  }
}
