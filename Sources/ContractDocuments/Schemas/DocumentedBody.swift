import Admission
import GoldenMessages
import IntakeLookups
import QueueContracts

/// A body or inner object that has a JSON Schema of its own among the documents.
package struct DocumentedBody: Sendable {
  /// The way in which a body is sent.
  package enum Role: String, Sendable {
    /// The body of a message.
    case message
    /// An object that is carried inside of another body.
    case inner
    /// The body of a request to, or of an answer from, another service.
    case http
  }

  /// The name of the body's files: a message's `type`, for example `school.decided.v1`.
  package let name: String
  /// The title of the body's schema.
  package let title: String
  /// The way in which the body is sent.
  package let role: Role
  /// The type that reads the body.
  package let type: any DescribedBody.Type
  /// Examples of the body, as other systems write it.
  package let examples: [Example]

  /// A body as another system writes it.
  package struct Example: Sendable {
    /// The example's name: `minimal`, `typical` or `worst`.
    package let name: String
    /// The example as JSON.
    package let json: String
  }
}

extension DocumentedBody {
  /// All bodies of version 1 that have a schema.
  package static let version1: [DocumentedBody] =
    MessageRoute.contracts.compactMap { contract in
      guard let body = contract as? any DescribedBody.Type else { return nil }
      return DocumentedBody(
        name: contract.type, title: contract.type, role: .message, type: body,
        examples: ExampleMessages.examples(of: contract.type))
    } + [
      DocumentedBody(
        name: "application.form.v1", title: "the form that is signed", role: .inner, type: ApplicationForm.self,
        examples: ExampleMessages.forms),
      DocumentedBody(
        name: "history.entry.v1", title: "an entry of the service history", role: .http, type: HistoryEntry.self,
        examples: ExampleMessages.entries),
    ]
    + RegisterAnswer.all.map { answer in
      DocumentedBody(
        name: "register.\(answer.register.rawValue).v1", title: "an answer of the register \(answer.register.rawValue)",
        role: .http, type: answer.type,
        examples: answer.examples.map { Example(name: $0.name, json: $0.json) })
    }
}
