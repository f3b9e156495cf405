import Admission
import CitizenTexts
import QueueContracts

/// What there is to say about one code.
struct ReasonExplanation: Encodable {
  struct Words: Encodable {
    let subject: String?
    let text: LocalizedText
  }

  let code: String
  let clauses: [Clause]
  let condition: String
  let judgedBy: String
  /// One for each subject that has words of its own; of documents one kind stands for all.
  let texts: [Words]

  init(_ description: RuleDescription, texts: HistoryTexts, edition: RulesEdition) {
    (code, clauses) = (description.code.rawValue, description.code.clauses)
    (condition, judgedBy) = (description.condition, description.worker.rawValue)
    self.texts = texts.examples(of: description.code)
      .map { Words(subject: $0.subject, text: texts.words(for: $0, by: edition)) }
  }

  var clauseList: String { clauses.isEmpty ? "–" : clauses.map(\.rawValue).joined(separator: ", ") }

  var text: String {
    let heading = [
      Terminal.styled(code, .bold), "  clause     \(clauseList)", "  judged by  \(judgedBy)",
      "  when       \(condition)",
    ]
    let words = texts.flatMap { words in
      ["  reads\(words.subject.map { " (\($0))" } ?? "")"]
        + Language.allCases.map { "    \($0.rawValue)  \(words.text[$0])" }
    }
    return (heading + words).joined(separator: "\n")
  }
}
