import Admission
import QueueContracts
import Testing

/// A valid rules file, in which a test spoils one thing.
enum RulesFiles {
  static let text = """
    {
      "editions": [
        {
          "name": "first",
          "firstGrade": { "from": "04-01", "to": "08-01", "age": 6 },
          "services": {
            "enrolment": { "documents": ["photo"], "answerWorkingDays": 1 },
            "homeSchooling": { "documents": ["photo"], "answerWorkingDays": 2 },
            "transfer": { "documents": ["identityDocument"], "answerWorkingDays": 1 }
          },
          "attachmentBytes": 5000
        },
        {
          "name": "second",
          "validFrom": "2027-01-01",
          "firstGrade": { "from": "04-01", "to": "08-31", "age": 7 },
          "services": {
            "enrolment": { "documents": ["photo", "healthForm063"], "answerWorkingDays": 3 },
            "homeSchooling": { "documents": [], "answerWorkingDays": 2 },
            "transfer": { "documents": ["identityDocument"], "answerWorkingDays": 1 }
          },
          "pieces": { "photo": 2 },
          "alternatives": { "identityDocument": ["birthCertificate"] },
          "attachmentBytes": 6000
        }
      ],
      "calendar": {
        "holidays": [{ "day": "01-01" }],
        "years": { "2027": { "daysOff": ["01-04", "01-05"], "workingDays": ["01-02"] } }
      }
    }
    """

  static func editions(replacing old: String = "", with new: String = "") throws(RulesFileError) -> RulesEditions {
    try RulesEditions(json: spoilt(old, new).utf8)
  }

  /// The file with the first occurrence of a text replaced.
  static func spoilt(_ old: String, _ new: String) -> String {
    guard !old.isEmpty else { return text }
    guard let range = text.firstRange(of: old) else { preconditionFailure("no \(old) in the file") }
    return text.replacingCharacters(in: range, with: new)
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<String.Index>, with new: String) -> String {
    String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
  }
}

@Suite("The rules editions")
struct RulesEditionsTests {
  @Test(
    "An application is judged by the edition in force when it was submitted, in Kazakhstan's time",
    arguments: [
      ("0001-01-02T00:00:00+05:00", "first"), ("2026-12-31T23:59:59.999+05:00", "first"),
      ("2027-01-01T00:00:00+05:00", "second"), ("2026-12-31T18:59:59Z", "first"), ("2026-12-31T19:00:00Z", "second"),
      ("2099-01-01T00:00:00+05:00", "second"),
    ])
  func inForce(moment: String, name: String) throws {
    let editions = try RulesFiles.editions()
    #expect(editions.inForce(at: try #require(Timestamp(moment))).name == name)
  }

  @Test("The built-in edition holds at all times and has the numbers of the service standard's text")
  func builtIn() throws {
    let edition = RulesEdition.builtIn
    #expect(RulesEditions.builtIn.all == [edition])
    #expect(edition.firstGradeWindow == MonthDay(month: 4, day: 1)...MonthDay(month: 8, day: 1))
    #expect(edition.firstGradeAge == 6)
    #expect(edition.attachmentBytes == 5_242_880)
    #expect(edition.answerWorkingDays == [.enrolment: 1, .homeSchooling: 2, .transfer: 1])
    #expect(edition.requiredKinds[.enrolment] == [.photo, .healthForm063, .healthForm026])
    #expect(edition.requiredKinds[.transfer] == [.identityDocument, .deregistrationSlip])
    #expect(edition.photo.description == "3:4 within 5 %, 354×472 px or more, no side over 20000 px")
    #expect(edition.regions.isEmpty)
  }

  @Test("Each number of an edition is read from the rules file")
  func values() throws {
    let second = try RulesFiles.editions().all[1]
    #expect(second.validFrom == CivilDate("2027-01-01"))
    #expect(second.firstGradeAge == 7 && second.attachmentBytes == 6000)
    #expect(second.pieces == [.photo: 2])
    #expect(second.alternatives == [.identityDocument: [.birthCertificate]])
    // 1 January is a Friday. The file makes Saturday a working day, and Monday and Tuesday days off. So the third
    // working day is Thursday.
    let due = second.due(.enrolment, submittedAt: try #require(Timestamp("2027-01-01T10:00:00+05:00")))
    #expect(due.description == "2027-01-07T18:00:00+05:00")
  }

  @Test(
    "A rules file that cannot be used is refused, and the error names the line and the key",
    arguments: [
      (#""name": "first","#, "", 3, "editions.0", "the key name is missing"),
      (#""name": "first""#, #""nmae": "first""#, 4, "editions.0.nmae", "unknown key"),
      (#""name": "first""#, #""name": 1"#, 4, "editions.0.name", "expected a name"),
      (#""name": "second""#, #""name": "first""#, 13, "editions.1", "another edition has this name"),
      (#""name": "first","#, #""name": "first", "name": "x","#, 4, "editions.0.name", "comes twice"),
      (#""name": "first","#, #""name": "first", "validFrom": "2020-01-01","#, 4, "editions.0.validFrom", "unknown key"),
      (#""validFrom": "2027-01-01","#, "", 13, "editions.1", "validFrom is missing"),
      ("2027-01-01", "2027-02-29", 15, "editions.1.validFrom", "expected a date"),
      (#""from": "04-01""#, #""from": "08-02""#, 5, "editions.0.firstGrade", "ends before it begins"),
      (#""from": "04-01""#, #""from": "02-30""#, 5, "editions.0.firstGrade.from", "expected a day of the year"),
      (#""age": 6"#, #""age": 0"#, 5, "editions.0.firstGrade.age", "from 1 to 18"),
      (#""age": 6"#, #""age": 6.5"#, 5, "editions.0.firstGrade.age", "a whole number"),
      (#""age": 6"#, #""age": "6""#, 5, "editions.0.firstGrade.age", "a whole number"),
      ("5000", "-1", 11, "editions.0.attachmentBytes", "from 1 to 67108864"),
      ("5000", "67108865", 11, "editions.0.attachmentBytes", "from 1 to 67108864"),
      (#""homeSchooling""#, #""schoolAtHome""#, 8, "editions.0.services.schoolAtHome", "unknown key"),
      (#"["photo"]"#, #"["foto"]"#, 7, "editions.0.services.enrolment.documents.0", "a kind of document"),
      (#"["photo"]"#, #"["photo", "photo"]"#, 7, "editions.0.services.enrolment.documents.1", "comes twice"),
      (#"["photo"]"#, "null", 7, "editions.0.services.enrolment.documents", "expected a list"),
      (
        #""answerWorkingDays": 1"#, #""answerWorkingDays": 0"#, 7, "editions.0.services.enrolment.answerWorkingDays",
        "from 1 to 365"
      ),
      (#""photo": 2"#, #""photo": 0"#, 22, "editions.1.pieces.photo", "from 1 to 10"),
      (#"["birthCertificate"]"#, #"["passport"]"#, 23, "editions.1.alternatives.identityDocument.0", "a kind"),
      (#""2027": {"#, #""MMXXVII": {"#, 29, "calendar.years.MMXXVII", "expected a year"),
      ("01-04", "02-29", 29, "calendar.years.2027.daysOff.0", "a day of 2027"),
      (
        #""workingDays": ["01-02"]"#, #""workingDays": ["01-04"]"#, 29, "calendar.years.2027",
        "cannot be both off and worked"
      ),
      (#""daysOff": ["#, #""kurbanAit": "02-29", "daysOff": ["#, 29, "calendar.years.2027.kurbanAit", "a day of 2027"),
      (#""holidays": ["#, #""everyYear": ["#, 28, "calendar.everyYear", "unknown key"),
      (#"{ "day": "01-01" }"#, #"{ "day": "01-32" }"#, 28, "calendar.holidays.0.day", "expected a day of the year"),
      (#"{ "day": "01-01" }"#, #"{ "moves": true }"#, 28, "calendar.holidays.0", "the key day is missing"),
      (#""day": "01-01""#, #""day": "01-01", "moves": "no""#, 28, "calendar.holidays.0.moves", "true or false"),
      (
        #""day": "01-01""#, #""day": "01-01", "from": 2027, "through": 2026"#, 28, "calendar.holidays.0",
        "ends before it begins"
      ),
      (#""age": 6"#, #""age": 6, "regions": [{}]"#, 5, "editions.0.firstGrade.regions.0", "the key name is missing"),
      (
        #""age": 6"#, #""age": 6, "regions": [{ "name": "a", "bins": ["95a"], "from": "04-01", "to": "04-02" }]"#, 5,
        "editions.0.firstGrade.regions.0.bins.0", "1 to 12 digits"
      ),
      (
        #""age": 6"#, #""age": 6, "regions": [{ "name": "a", "bins": [], "from": "04-01", "to": "04-02" }]"#, 5,
        "editions.0.firstGrade.regions.0", "at least one BIN"
      ),
      (
        #""age": 6"#, #""age": 6, "regions": [{ "name": "a", "bins": ["9"], "from": "04-02", "to": "04-01" }]"#, 5,
        "editions.0.firstGrade.regions.0", "ends before it begins"
      ),
      (#""attachmentBytes": 5000"#, #""attachmentBytes": 5000, "photo": {}"#, 11, "editions.0.photo", "is missing"),
      (#""calendar""#, #""kalendar""#, 27, "kalendar", "unknown key"),
      ("{", "[", 2, "the file", "expected a comma"),
      (#""first","#, #""first""#, 5, "the file", "expected a comma"),
      (#""first""#, "first", 4, "the file", "expected a JSON value"),
    ])
  func refused(old: String, new: String, line: Int, key: String, words: String) {
    do throws(RulesFileError) {
      _ = try RulesFiles.editions(replacing: old, with: new)
      Issue.record("\(new) was accepted")
    } catch {
      let lines = error.problems.map(\.description)
      #expect(lines.contains { $0.hasPrefix("line \(line), \(key): ") && $0.contains(words) }, "\(lines)")
    }
  }

  @Test("Editions that overlap or stand in the wrong order are refused")
  func order() {
    for day in ["2027-01-01", "2026-06-01"] {
      let copy =
        #"{ "name": "third", "validFrom": "\#(day)", "firstGrade": { "from": "04-01", "to": "08-01", "age": 6 }, "#
        + #""services": { "enrolment": { "documents": [], "answerWorkingDays": 1 }, "homeSchooling": { "documents": [], "#
        + #""answerWorkingDays": 1 }, "transfer": { "documents": [], "answerWorkingDays": 1 } }, "attachmentBytes": 1 }"#
      let file = RulesFiles.spoilt("\n    }\n  ],", "\n    },\n\(copy)\n  ],")
      do throws(RulesFileError) {
        _ = try RulesEditions(json: file.utf8)
        Issue.record("\(day) was accepted")
      } catch {
        #expect(
          error.problems.map(\.description) == [
            "line 26, editions.2: expected a validFrom after that of the edition before it"
          ])
      }
    }
  }

  @Test("A rules file is refused if it has no editions, is not text, or is nested too deeply")
  func nothing() {
    for bytes in [Array(#"{"editions": []}"#.utf8), [0xFF], []] {
      #expect(throws: RulesFileError.self) { try RulesEditions(json: bytes) }
    }
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: RulesFileError.self) { try RulesEditions(json: deep.utf8) }
  }

  @Test("All mistakes in a rules file are reported at once, sorted by line")
  func allAtOnce() {
    let file = RulesFiles.spoilt("5000", "-1").replacing("2027-01-01", with: "soon").replacing(
      "\"age\": 6", with: "\"age\": 60")
    do throws(RulesFileError) {
      _ = try RulesEditions(json: file.utf8)
      Issue.record("the file was accepted")
    } catch {
      #expect(error.problems.map(\.line) == [5, 11, 15])
      #expect(error.description.hasSuffix("(and 2 more)"))
    }
  }

  @Test("Values and calendar years that a rules file leaves out are taken from the built-in edition")
  func fallsBack() throws {
    let editions = try RulesFiles.editions()
    #expect(editions.all.map(\.photo) == [RulesEdition.builtIn.photo, RulesEdition.builtIn.photo])
    #expect(editions.all[0].calendar.years[2026] == RulesEdition.builtIn.calendar.years[2026])
    #expect(editions.all[0].calendar.years[2027]?.kurbanAit == nil, "nothing is added to a year that the file gives")
  }

  @Test("An alternative kind of document is accepted, and an edition can ask for two documents of one kind")
  func alternativesAndPieces() throws {
    let second = try RulesFiles.editions().all[1]
    func reasons(_ form: ApplicationForm, _ documents: [DocumentFact]? = nil) throws -> [String] {
      let submission = Submission(
        form: form, facts: Forms.facts(of: form, documents: documents), edition: second,
        submittedAt: try #require(Timestamp("2027-04-01T09:00:00+05:00")))
      guard case .judged(let reasons) = IntakeRules.judge(submission) else { return ["waits"] }
      return reasons.map { $0.code + ($0.subject.map { "/\($0)" } ?? "") }
    }
    let moving = Forms.transfer { $0.documents = [Forms.document(.birthCertificate)] }
    #expect(try reasons(moving) == [])
    #expect(
      try reasons(Forms.transfer { $0.documents = [Forms.document(.photo)] }) == ["document.missing/identityDocument"])

    func enrolment(_ photos: Int) -> ApplicationForm {
      Forms.enrolment { form in
        form.grade = 2
        form.documents = [Forms.document(.healthForm063)] + (0..<photos).map { _ in Forms.document(.photo) }
      }
    }
    #expect(try reasons(enrolment(1)) == ["document.missing/photo"])
    #expect(try reasons(enrolment(2)) == [])
    #expect(try reasons(enrolment(2), [.good, .good, .unreadable]) == ["document.unreadable/photo"])
    #expect(try reasons(enrolment(3), [.good, .good, .noPicture, .good]) == [])
  }
}
