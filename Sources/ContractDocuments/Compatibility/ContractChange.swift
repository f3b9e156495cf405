/// How the contract differs from a frozen version, and whom that breaks.
package struct ContractChange: Sendable, Equatable, Encodable {
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

  /// Whom a change breaks: who writes by the frozen version to today's readers, or who reads by it what is written
  /// today.
  package enum Side: String, Sendable, Encodable {
    case writers, readers
  }

  package let kind: Kind
  /// A message's type, a routing key, a queue.
  package let subject: String
  /// The field in it, dotted, with `[]` for each element of a list; empty if the change is no field's.
  package let field: String
  /// None if nobody is broken.
  package let breaks: [Side]
  /// The parties that are broken, as the frozen version names them.
  package let parties: [String]
  package let detail: String

  package var isBreaking: Bool { !breaks.isEmpty }

  /// One line for a person.
  package var sentence: String {
    let place = field.isEmpty ? subject : "\(subject), \(field)"
    guard isBreaking else { return "harmless: \(place): \(detail)" }
    let who = parties.isEmpty ? "" : " (\(parties.joined(separator: ", ")))"
    return "breaks \(breaks.map(\.rawValue).joined(separator: " and "))\(who): \(place): \(detail)"
  }
}
