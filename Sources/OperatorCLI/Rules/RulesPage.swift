import Admission
import CitizenTexts
import Operations
import QueueContracts

/// Makes the page docs/rules.md from the rules, so that the page always agrees with the rules.
enum RulesPage {
  static func markdown() throws(TextsError) -> String {
    let texts = try HistoryTexts()
    let words = RulesEdition.builtIn.words
    let explanations = RuleDescription.all.map { ReasonExplanation($0, texts: texts, edition: .builtIn) }
    return """
      # The rules

      `make rules` writes this page from the rules, the texts and the built-in edition; a test fails if it is out of
      date. So change the rules, texts or edition, not this page. [domain.md](domain.md) quotes the clauses.

      ## The reasons, and when each applies

      All reasons that hold are told at once, in the order of this table.

      | code | clause | judged by | when |
      |---|---|---|---|
      \(rows(explanations.map { ["`\($0.code)`", $0.clauseList, $0.judgedBy, $0.condition] }))

      ## What the family reads

      A reason about a document is shown here for the birth certificate, as an example for all kinds of document.

      | code, subject | kk | ru | en |
      |---|---|---|---|
      \(rows(explanations.flatMap(reading)))

      ## The kinds of document

      For each kind: its name in the built-in edition; then, if there are any, the brief name, which stands only in a
      letter that would be too long, and where to get the document.

      | kind | clause | kk | ru | en |
      |---|---|---|---|---|
      \(rows(DocumentKind.allCases.flatMap { kindRows($0, words) }))

      ## Other words of the edition

      | about | kk | ru | en |
      |---|---|---|---|
      \(rows(otherRows(words)))

      ## The built-in edition

      \(EditionReport(.builtIn, validBefore: nil, isInForce: true).lines.map { "- \($0)" }.joined(separator: "\n"))

      """
  }

  private static func reading(_ explanation: ReasonExplanation) -> [[String]] {
    explanation.texts.map { words in
      ["`\(explanation.code)`\(words.subject.map { ", \($0)" } ?? "")"] + inAll(words.text)
    }
  }

  private static func kindRows(_ kind: DocumentKind, _ words: EditionWords) -> [[String]] {
    [["`\(kind.rawValue)`", kind.clause.rawValue] + inAll(words.name(of: kind))]
      + (words.briefDocuments[kind].map { [["in brief", ""] + inAll($0)] } ?? [])
      + (words.issuers[kind].map { [["where", ""] + inAll($0)] } ?? [])
  }

  private static func otherRows(_ words: EditionWords) -> [[String]] {
    [["whom to ask"] + inAll(words.contacts), ["how to object"] + inAll(words.appeal)]
      + (words.dates.enrolmentOrder.map { [["the order of enrolment"] + inAll($0)] } ?? [])
  }

  private static func inAll(_ text: LocalizedText) -> [String] { Language.allCases.map { text[$0] } }

  private static func rows(_ rows: [[String]]) -> String {
    rows.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
  }
}
