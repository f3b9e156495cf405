import Admission
import QueueContracts
import Testing

@Suite("Windows by region, and editions by name")
struct RegionsAndNamesTests {
  @Test(
    "A school has the window of the region that lists the longest prefix of the school's BIN",
    arguments: [
      ("950341000052", "04-20", "06-01"), ("950341000060", "05-01", "05-31"), ("961141000023", "04-01", "08-01"),
      ("95", "05-01", "05-31"), ("9", "04-01", "08-01"), ("", "04-01", "08-01"),
    ])
  func regions(school: String, from: String, to: String) throws {
    let regions = """
      "age": 6, "regions": [
        { "name": "one school", "bins": ["950341000052", "070941024691"], "from": "04-20", "to": "06-01" },
        { "name": "the rest", "bins": ["95"], "from": "05-01", "to": "05-31" }]
      """
    let edition = try RulesFiles.editions(replacing: #""age": 6"#, with: regions).all[0]
    #expect(edition.firstGradeWindow(of: school) == MonthDay(from)!...MonthDay(to)!)
    for (day, isOpen) in [(from, true), (to, true), ("03-31", false), ("08-02", false)] {
      var form = Forms.enrolment()
      form.school.bin = school
      let submission = Submission(
        form: form, facts: Forms.facts(of: form), edition: edition,
        submittedAt: Timestamp("2026-\(day)T12:00:00+05:00")!)
      guard case .judged(let reasons) = IntakeRules.judge(submission) else {
        Issue.record("the application waits")
        continue
      }
      #expect(reasons.contains { $0.code == "window.closed" } != isOpen, "\(day)")
    }
  }

  @Test("A rules file is refused if two regions have the same schools or the same name")
  func regionsTwice() {
    let region = #"{ "name": "a", "bins": ["95"], "from": "04-01", "to": "04-02" }"#
    do throws(RulesFileError) {
      _ = try RulesFiles.editions(replacing: #""age": 6"#, with: #""age": 6, "regions": [\#(region), \#(region)]"#)
      Issue.record("the file was accepted")
    } catch {
      #expect(
        error.problems.map(\.problem) == [
          "another region has this name", "another region has 95",
        ])
    }
  }

  @Test("The rules since 2024 are built in, and apply only if an operator names their edition")
  func since2024() throws {
    let editions = try #require(RulesEditions.builtIn(named: "2024"))
    #expect(RulesEditions.builtIn(named: "source") == .builtIn)
    #expect(RulesEditions.builtIn(named: "2025") == nil)
    #expect(RulesEditions.builtInNames.allSatisfy { RulesEditions.builtIn(named: $0) != nil })
    #expect(editions.all.count == 2 && editions.all[0] == .builtIn)
    let since = editions.all[1]
    for (moment, edition) in [("2023-12-31T23:59:59+05:00", editions.all[0]), ("2024-01-01T00:00:00+05:00", since)] {
      #expect(editions.inForce(at: try #require(Timestamp(moment))) == edition)
    }
    #expect(since.firstGradeWindow == MonthDay(month: 4, day: 1)...MonthDay(month: 8, day: 31))
    #expect(since.words.name(of: .healthForm063).ru.contains("065/у"))
    #expect(since.words.name(of: .healthForm026).kk.contains("052-2/е"))
    #expect(since.words.name(of: .photo) == RulesEdition.builtIn.words.name(of: .photo))
    #expect(
      since.requiredKinds == RulesEdition.builtIn.requiredKinds && since.calendar == RulesEdition.builtIn.calendar)
  }
}
