import Admission
import Foundation
import ReferenceFiles
import TestTools
import Testing
import WorkerBase

/// Tests how `RULES_EDITION` and `RULES_FILE` choose the rules.
@Suite("The choice of the rules")
struct RulesChoiceTests {
  /// A file that can be used.
  private static let rules = """
    { "editions": [
        { "name": "first",
          "firstGrade": { "from": "04-01", "to": "08-01", "age": 6 },
          "services": {
            "enrolment": { "documents": ["photo"], "answerWorkingDays": 1 },
            "homeSchooling": { "documents": ["photo"], "answerWorkingDays": 2 },
            "transfer": { "documents": ["identityDocument"], "answerWorkingDays": 1 }
          },
          "attachmentBytes": 5242880 }
      ],
      "calendar": { "holidays": [] } }
    """

  @Test(
    "If RULES_EDITION names an unknown edition, or is set together with RULES_FILE, the error is one sentence with the key",
    arguments: [
      ("2025", nil, "RULES_EDITION must be one of source, 2024."),
      (
        "2024", rules,
        "RULES_EDITION cannot be set together with RULES_FILE: only one of the two may choose the rules."
      ),
    ])
  func refused(name: String, rules: String?, sentence: String) throws {
    let folder = try TemporaryFolder()
    let path = try rules.map { try folder.write($0, to: "rules.json").path }
    let settings = Settings(["RULES_EDITION": name, "RULES_FILE": path].compactMapValues { $0 })
    let error = #expect(throws: SettingsError.self) { _ = try RulesEditions(settings) }
    #expect(error.map { "\($0)" } == sentence)
  }

  @Test("Without RULES_EDITION and RULES_FILE, the edition `source` applies")
  func unnamed() throws {
    #expect(try RulesEditions(Settings([:])) == .builtIn)
    #expect(try RulesEditions(Settings(["RULES_EDITION": "source"])) == .builtIn)
  }
}
