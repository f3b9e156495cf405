/// A difference between today's contract and a frozen (published) version, and the parties that the difference breaks.
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
    /// The parties that write by the frozen version: today's readers refuse some of their messages.
    case writers
    /// The parties that read by the frozen version: they refuse or misread some of today's messages.
    case readers
  }

  /// The kind of the difference.
  package let kind: Kind
  /// The subject of the difference: for example a message's type, a routing key or a queue.
  package let subject: String
  /// The path of the field in the body, dotted, with `[]` for each element of a list; empty if no field changes.
  package let field: String
  /// The sides that the change breaks; empty if it is harmless.
  package let breaks: [Side]
  /// The parties that the change breaks, as the frozen version names them.
  package let parties: [String]
  /// The difference, in words for a developer.
  package let detail: String

  /// True if the change breaks a party.
  package var isBreaking: Bool { !breaks.isEmpty }

  /// The difference as one line for a developer.
  package var sentence: String {
    let place = field.isEmpty ? subject : "\(subject), \(field)"
    guard isBreaking else { return "harmless: \(place): \(detail)" }
    let who = parties.isEmpty ? "" : " (\(parties.joined(separator: ", ")))"
    return "breaks \(breaks.map(\.rawValue).joined(separator: " and "))\(who): \(place): \(detail)"
  }
}
