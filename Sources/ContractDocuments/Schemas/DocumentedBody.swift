import Admission
import GoldenMessages
import IntakeLookups
import QueueContracts

/// What has a JSON Schema of its own among the documents.
package struct DocumentedBody: Sendable {
  package enum Role: String, Sendable {
    /// The body of a message.
    case message
    /// Carried inside of another body.
    case inner
    /// The body of a request to, or of an answer from, another service.
    case http
  }

  /// Of its files: a message's `type`, for example `school.decided.v1`.
  package let name: String
  package let title: String
  package let role: Role
  package let type: any DescribedBody.Type
  package let examples: [Example]

  /// A body as others write it.
  package struct Example: Sendable {
    /// `minimal`, `typical` or `worst`.
    package let name: String
    package let json: String
  }
}

extension DocumentedBody {
  /// Everything that version 1 has a schema for.
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
