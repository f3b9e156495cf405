import Operations
import QueueContracts

extension ReasonExplanation {
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
