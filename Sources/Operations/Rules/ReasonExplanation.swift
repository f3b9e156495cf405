import Admission
import CitizenTexts
import QueueContracts

/// The explanation of one reason's code.
public struct ReasonExplanation: Encodable, Sendable {
  /// The words that the citizen reads.
  public struct Words: Encodable, Sendable {
    /// The reason's subject, a kind of document for example; nil if it has none.
    public let subject: String?
    /// The text in three languages.
    public let text: LocalizedText
  }

  /// The reason's code.
  public let code: String
  /// The clauses of the service standard that the reason rests on.
  public let clauses: [Clause]
  /// The condition on which the reason holds, in words.
  public let condition: String
  /// The worker that gives the reason.
  public let judgedBy: String
  /// The words for each subject of the reason; if the subject is a document, for one kind of document as an example.
  public let texts: [Words]

  /// Explains a rule's reason.
  ///
  /// - Parameters:
  ///   - description: describes the rule.
  ///   - texts: the texts that families read.
  ///   - edition: the edition whose numbers and names stand in the texts.
  public init(_ description: RuleDescription, texts: HistoryTexts, edition: RulesEdition) {
    code = description.code.rawValue
    clauses = description.code.clauses
    condition = description.condition
    judgedBy = description.worker.rawValue
    self.texts = texts.examples(of: description.code)
      .map { Words(subject: $0.subject, text: texts.words(for: $0, by: edition)) }
  }
}
