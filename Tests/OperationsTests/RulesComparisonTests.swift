import Admission
import Foundation
import Operations
import QueueContracts
import Testing

/// Tests the sentences that say what changes for families, one for each part of an edition.
@Suite("The comparison of editions")
struct RulesComparisonTests {
  private static let file = """
    {
      "editions": [{
        "name": "first",
        "firstGrade": { "from": "04-01", "to": "08-01", "age": 6 },
        "services": {
          "enrolment": { "documents": ["photo"], "answerWorkingDays": 1 },
          "homeSchooling": { "documents": ["photo"], "answerWorkingDays": 2 },
          "transfer": { "documents": ["identityDocument"], "answerWorkingDays": 1 }
        },
        "attachmentBytes": 5000
      }]
    }
    """

  private static func editions(_ changes: [(String, String)] = []) throws -> RulesEditions {
    let text = changes.reduce(file) { $0.replacing($1.0, with: $1.1) }
    return try RulesEditions(json: text.utf8)
  }

  static let changes: [(old: String, new: String, sentence: String)] = [
    (
      #""to": "08-01""#, #""to": "07-31""#,
      "Applications for the first grade are received from 1 April to 31 July, no longer from 1 April to 1 August: 1 day fewer."
    ),
    (#""age": 6"#, #""age": 7"#, "A first-grader is or turns 7 in the year of the application, no longer 6."),
    (
      #""age": 6"#, #""age": 6, "regions": [{ "name": "Astana", "bins": ["95"], "from": "06-01", "to": "08-01" }]"#,
      "For schools of Astana (BINs that begin with 95) they are received from 1 June to 1 August."
    ),
    (
      #""enrolment": { "documents": ["photo"]"#, #""enrolment": { "documents": ["healthForm063"]"#,
      "Enrolment: a family also brings: vaccination card (form 063/u)."
    ),
    (
      #""enrolment": { "documents": ["photo"]"#, #""enrolment": { "documents": []"#,
      "Enrolment: a family no longer brings: digital photo of the child, 3×4 cm."
    ),
    (
      #""answerWorkingDays": 2"#, #""answerWorkingDays": 3"#,
      "Home schooling: the answer is due within 3 working days, no longer 2."
    ),
    (
      "5000", #"5000, "pieces": { "photo": 2 }"#,
      "Where it is asked for, this comes in 2 pieces, no longer 1: digital photo of the child, 3×4 cm."
    ),
    (
      "5000", #"5000, "alternatives": { "identityDocument": ["birthCertificate"] }"#,
      "In place of identity document (for identification) serves: the child's birth certificate (if born abroad, the document of that country)."
    ),
    ("5000", "6000", "All attachments together have at most 6000 bytes, no longer 5000."),
    (
      "5000",
      #"5000, "photo": { "ratioWidth": 3, "ratioHeight": 4, "tolerancePercent": 10, "leastWidth": 300, "leastHeight": 400, "greatestSide": 20000 }"#,
      "The photo is 3:4 within 10 %, 300×400 px or more, no side over 20000 px, no longer 3:4 within 5 %, 354×472 px or more, "
        + "no side over 20000 px."
    ),
    (
      "5000",
      #"5000, "words": { "contacts": { "kk": "Сұрақтар: 1414.", "ru": "Вопросы: 1414.", "en": "Questions: 1414." } }"#,
      "Whom to ask: kk “Сұрақтар: 1414.”, no longer “Портал бойынша сұрақтар: 1414.”; ru “Вопросы: 1414.”, no longer “Вопросы о "
        + "портале: 1414.”; en “Questions: 1414.”, no longer “Questions about the portal: call 1414.”."
    ),
    (
      "5000",
      #"5000, "words": { "brief": { "collegialBodyDecision": { "kk": "шешім", "ru": "решение", "en": "decision" } } }"#,
      "A letter that would be too long calls collegialBodyDecision: kk “шешім”, no longer “мектептің алқалы органының отбасы "
        + "жағдайы туралы шешімі”; ru “решение”, no longer “решение коллегиального органа школы о положении семьи”; en "
        + "“decision”, no longer “decision of the school's collegial body on the family's situation”."
    ),
    (
      "5000", #"5000, "words": { "dates": {} }"#, "When the order of enrolment comes: letters no longer say it."
    ),
    (
      "}]\n}", #"}], "calendar": { "years": { "2027": { "kurbanAit": "05-16", "daysOff": ["05-06"] } } } }"#,
      "In 2027 this is no working day any more, so that answers come later: 6 May."
    ),
    (
      "}]\n}", #"}], "calendar": { "years": { "2025": { "kurbanAit": "06-06" } } } }"#,
      "In 2025 this is worked, so that answers come sooner: 3 January."
    ),
  ]

  @Test("Each change between two editions has a sentence that says what changes for families", arguments: changes)
  func eachChange(old: String, new: String, sentence: String) throws {
    let periods = RulesComparison(try Self.editions(), try Self.editions([(old, new)])).periods
    #expect(periods.count == 1 && periods.first?.from == nil && periods.first?.before == nil)
    #expect(periods.first?.changes.contains(sentence) == true, "\(periods.map(\.changes))")
  }

  @Test("An edition that differs only in its name changes nothing for families")
  func newName() throws {
    #expect(
      RulesComparison(try Self.editions(), try Self.editions([(#""name": "first""#, #""name": "renamed""#)])).periods
        .isEmpty)
  }

  @Test("Two sets of editions are compared period by period: the edition in force in one set with that in the other")
  func periods() throws {
    let both = try #require(RulesEditions.builtIn(named: "2024"))
    let there = RulesComparison(.builtIn, both).periods
    #expect(there.map(\.from) == [CivilDate("2024-01-01")] && there.map(\.before) == [nil])
    let back = RulesComparison(both, .builtIn).periods
    #expect(back.map(\.old) == ["the rules in force since 2024"] && back.count == 1)
    #expect(back.first?.changes.first?.hasSuffix("30 days fewer.") == true)
  }
}
