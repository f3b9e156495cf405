import Admission
import Foundation
import QueueContracts
import Samples
import TestSupport
import Testing
import TestTools

@testable import OperatorCLI

/// Tests the commands that explain the rules to operators and clerks.
@Suite("The commands `rules` and `judge`")
struct CLIRulesTests {
  @Test("The page docs/rules.md is up to date")
  func rulesPage() throws {
    let page = try Checkout.text(of: "docs/rules.md")
    #expect(try page == RulesPage.markdown(), "run `make rules`")
  }

  @Test("`rules show` shows the built-in edition, and `rules check` accepts the built-in file")
  func builtInEdition() throws {
    let shown = try AdmissionCtlProcess().run(["rules", "show"])
    #expect(shown.status == 0 && shown.output.contains("at all times (in force now)"))
    #expect(shown.output.contains("04-01 to 08-01"))
    let file = Checkout.root.appending(path: "Sources/Admission/Editions/editions.json").path
    let checked = try AdmissionCtlProcess().run(["rules", "check", file])
    #expect(checked.status == 0 && checked.output.contains("can be used"))
  }

  @Test("`rules check` refuses a broken file and names the line and key of each mistake")
  func brokenFile() throws {
    let (status, output, complaint) = try AdmissionCtlProcess().run([
      "rules", "check", "FILE:{\n\"editions\": 1,\n\"calendar\": {\"holidays\": [], \"years\": []}}",
    ])
    #expect(status == 2 && output.isEmpty)
    #expect(complaint.contains("line 2, editions: expected a list; line 3, calendar.years: expected an object."))
  }

  @Test("`rules diff` says in words what changes between two editions")
  func difference() throws {
    let (status, output, _) = try AdmissionCtlProcess().run(["rules", "diff", "source", "2024"])
    #expect(status == 0)
    let lines = output.split(separator: "\n").joined(separator: " ").replacing("      ", with: " ")
    #expect(
      lines.contains("From 2024-01-01, “the rules in force since 2024” in place of “the text of the service standard”:")
    )
    #expect(
      output.contains(
        "– Applications for the first grade are received from 1 April to 31 August, no longer from 1 April"))
    #expect(output.contains("30 days more") && output.contains("065/у") && output.contains("052-2/е"))
    #expect(!output.contains("Home schooling") && !output.contains("working day"))
    let none = try AdmissionCtlProcess().run(["rules", "diff", "source", "source"])
    #expect(none.status == 0 && none.output.contains("Nothing changes for families."))
    let unknown = try AdmissionCtlProcess().run(["rules", "diff", "source", "2025"])
    #expect(unknown.status == 2 && unknown.complaint.contains("There is no file 2025."))
  }

  @Test("`rules explain` explains each reason code in Kazakh and English", arguments: ReasonCode.allCases)
  func everyCode(code: ReasonCode) throws {
    let (status, output, _) = try AdmissionCtlProcess().run(["rules", "explain", code.rawValue])
    #expect(status == 0 && output.contains(code.rawValue) && output.contains("    kk  ") && output.contains("    en  "))
  }

  @Test("`rules explain` refuses an unknown code and names known codes")
  func unknownCode() throws {
    let (status, _, complaint) = try AdmissionCtlProcess().run(["rules", "explain", "photo.missing"])
    #expect(status == 2 && complaint.contains("photo.wrongFormat"))
  }

  // MARK: - Judging

  private func judge(_ scenario: SampleScenario, _ options: [String] = []) throws -> (
    text: String, form: ApplicationForm
  ) {
    let temporary = try TemporaryFolder()
    let folder = temporary.file("sample").path
    let town = try SampleTown(seed: 5, firstSubmission: try #require(Timestamp("2026-04-01T09:00:00+05:00")))
    _ = try SampleFolder(path: folder).write(town, count: SampleScenario.allCases.count)
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: "\(folder)/messages").first {
        $0.contains("-\(scenario.rawValue).")
      })
    let path = "\(folder)/messages/\(name)"
    let (status, output, complaint) = try AdmissionCtlProcess().run(
      [
        "judge", path, "--documents", "\(folder)/documents", "--registers", "\(folder)/registers.json", "--schools",
        "\(folder)/schools.csv",
      ] + options)
    #expect(status == 0 && complaint.isEmpty, "\(complaint)")
    let application = try WireCodec.decode(
      ApplicationSubmitted.self, from: try Data(contentsOf: URL(fileURLWithPath: path)))
    return (output, application.form.form)
  }

  @Test(
    "`judge` gives each sample the outcome and reasons that its scenario should have",
    arguments: [
      (SampleScenario.enrolmentKazakh, "accepted", [String]()), (.homeSchooling, "accepted", []),
      (.orphan, "accepted", []),
      (.documentsMissing, "refused", ["document.missing photo", "document.missing healthForm026"]),
      (.consentMissing, "refused", ["consent.missing"]), (.windowClosed, "refused", ["window.closed"]),
      (.slipMismatch, "refused", ["transfer.slipMismatch child", "transfer.slipMismatch grade"]),
    ])
  func samples(scenario: SampleScenario, outcome: String, reasons: [String]) throws {
    struct Verdict: Decodable {
      let outcome: String
      let reasons: [Reason]
      let knowsSchool: Bool?
      let notLookedUp: [String]
    }
    let verdict = try JSONDecoder().decode(Verdict.self, from: Data(judge(scenario, ["--json"]).text.utf8))
    #expect(verdict.outcome == outcome && verdict.knowsSchool == true && verdict.notLookedUp.isEmpty)
    #expect(verdict.reasons.map { $0.code + ($0.subject.map { " \($0)" } ?? "") } == reasons)
  }

  @Test("`judge` names no person unless `--personal` is given")
  func personalData() throws {
    let masked = try judge(.slipMismatch)
    let personal = [
      masked.form.applicant.iin, masked.form.child.iin, masked.form.child.familyName, masked.form.child.givenName,
      masked.form.transfer?.identityDocument.number ?? "",
    ]
    #expect(personal.allSatisfy { !masked.text.contains($0) })
    #expect(masked.text.contains("••••\(masked.form.child.iin.suffix(4))"))
    #expect(try judge(.slipMismatch, ["--personal"]).text.contains(masked.form.child.iin))
  }

  @Test("`judge` shows every rule with its result and with the facts that the rule looked at")
  func everyRule() throws {
    let text = try judge(.documentsMissing).text
    #expect(IntakeRules.all.allSatisfy { text.contains($0.code.rawValue) && text.contains("✓") })
    #expect(text.contains("✗ document.missing") && text.contains("→ document.missing photo S-enrol.3"))
    #expect(text.contains("window: 04-01 to"))
  }

  @Test("`judge` judges a form without any look-up, and says what was not looked up")
  func formAlone() throws {
    let form = Families.enrolment(1).form.form
    let json = String(decoding: WireCodec.encode(form), as: UTF8.self)
    let (status, output, complaint) = try AdmissionCtlProcess().run([
      "judge", "FILE:\(json)", "--submitted-at", "2026-08-02T00:00:00+05:00",
    ])
    #expect(status == 0 && complaint.isEmpty)
    #expect(output.contains("Not looked up, because nothing names them: registers, documents, schools."))
    #expect(output.contains("→ window.closed S-window"))
  }

  @Test("`judge` shows that an application waits if a register that it needs is unavailable")
  func unavailableRegister() throws {
    let folder = try TemporaryFolder()
    let registers = try folder.write(#"{"unavailable": ["civil-registration"]}"#, to: "registers.json").path
    let form = Families.enrolment(1) { $0.documents = [] }.form.form
    let (status, output, _) = try AdmissionCtlProcess().run([
      "judge", "FILE:\(String(decoding: WireCodec.encode(form), as: UTF8.self))", "--registers", registers,
    ])
    #expect(status == 0 && output.contains("Waits: unavailable and needed: civil-registration."))
  }
}
