import Foundation
import IntakeWorker
import NotifyWorker
import QueueContracts
import Samples
import TestSupport
import Testing
import TestTools
import TransferWorker
import WorkerRuntime

@Suite("The metrics page", .serialized, .timeLimit(.minutes(2)))
struct MetricsPageTests {
  @Test("Prometheus' own checker accepts the page, and the page counts deliveries by outcome")
  func checked() async throws {
    let readiness = try Readiness()
    let system = try await AdmissionSystem(["HEALTH_PORT": "\(readiness.port)"])
    try await system.withWorkers(["IntakeWorker"]) {
      let accepted = (1...3).map { Families.enrolment($0) }
      var unreadable = Families.enrolment(4).message()
      unreadable.body = Data("{}".utf8)
      try await system.publish(
        accepted.map { $0.message() } + [unreadable], routingKey: RoutingKey.applicationSubmitted)
      _ = try await system.take(3, from: QueueName.schools)
      _ = try await system.take(1, from: QueueName.parked(of: QueueName.intake))
      try await eventually("all are counted") {
        let lines = await readiness.page("metrics").split(separator: "\n")
        return lines.contains(#"qabyldau_deliveries_total{outcome="completed",reason=""} 3.0"#)
          && lines.contains(#"qabyldau_deliveries_total{outcome="parked",reason="message.undecodable"} 1.0"#)
          && lines.contains(#"qabyldau_lane_state{lane="0",state="consuming"} 1.0"#)
          && lines.contains(#"qabyldau_in_hand{lane="0"} 0.0"#)
          && lines.contains { $0.hasPrefix(#"qabyldau_stage_seconds_count{stage="publish"}"#) }
      }
      let file = system.folder.appending(path: "metrics.txt")
      try Data(await readiness.page("metrics").utf8).write(to: file)
      try await Program.run("/bin/sh", ["-c", "promtool check metrics < '\(file.path)'"])
    }
  }

  @Test("Signatures and look-ups are counted by result and timed, and nothing on the page names a person")
  func lookedUp() async throws {
    let readiness = try Readiness()
    let system = try await AdmissionSystem(["HEALTH_PORT": "\(readiness.port)"])
    let phone = "+77010000777"
    func enrolment(_ number: Int) -> ApplicationSubmitted {
      Families.enrolment(number) { $0.applicant.phone = phone }
    }
    var eds = enrolment(2)
    eds.signature = TestSigning.cms(of: eds.form, at: eds.submittedAt)
    var forged = enrolment(3)
    forged.signature = TestSigning.cms(of: forged.form, at: forged.submittedAt, by: try SampleAuthority())
    var gost = enrolment(4)
    gost.signature = TestSigning.cms(of: gost.form, at: gost.submittedAt)
    if case .eds(let cms) = gost.signature { gost.signature = .eds(cms: SampleSigner.pretendingGOST(cms)) }
    let applications = [enrolment(1), eds, forged, gost]
    try await system.withWorkers(["IntakeWorker"]) {
      try await system.publish(applications.map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
      let expected: Set<Substring> = [
        #"qabyldau_signature_checks_total{kind="sms",result="genuine"} 1.0"#,
        #"qabyldau_signature_checks_total{kind="eds",result="genuine"} 1.0"#,
        #"qabyldau_signature_checks_total{kind="eds",result="invalid"} 1.0"#,
        #"qabyldau_signature_checks_total{kind="gost",result="unsupported"} 1.0"#,
        #"qabyldau_signature_seconds_count{kind="eds"} 2"#,
        "qabyldau_issuers_without_list 0.0", #"qabyldau_trust_file_problem{file="EDS_CRLS"} 0.0"#,
        #"qabyldau_lookups_total{lookup="document",result="good"} 8.0"#,
        #"qabyldau_lookups_total{lookup="civil-registration",result="notFound"} 2.0"#,
        #"qabyldau_lookup_seconds_count{lookup="civil-registration"} 2"#,
      ]
      var page = ""
      try await eventually(within: 60, "all are counted\n\(system.logs)") {
        page = await readiness.page("metrics")
        return expected.isSubset(of: page.split(separator: "\n"))
      }
      try #require(!page.isEmpty)
      for (applicant, child) in applications.map({ ($0.form.form.applicant, $0.form.form.child) }) {
        let personal = [
          applicant.iin, applicant.familyName, applicant.givenName, phone, child.iin, child.familyName, child.givenName,
        ]
        for word in personal { #expect(!page.contains(word)) }
      }
    }
  }

  @Test(
    "The operator's guide describes each metric in the same words as the metrics page",
    arguments: MetricName.ofRuntime + IntakeProgram.metrics + TransferProgram.metrics + NotifyProgram.metrics)
  func documented(name: MetricName) throws {
    #expect(try Checkout.text(of: "docs/operations.md").contains("| `\(name.rawValue)` | \(name.help) |"))
  }

  @Test("The metrics count the answers that are late, and those due within a day")
  func deadlines() async throws {
    let readiness = try Readiness()
    let system = try await AdmissionSystem(["HEALTH_PORT": "\(readiness.port)", "DEADLINE_CHECK_SECONDS": "1"])
    try await system.withWorkers(["IntakeWorker"]) {
      // All these answers were due in spring, so they are late.
      for number in 1...2 { try await system.expectHandled(Families.enrolment(number)) }
      try await eventually("both are late") {
        let lines = await readiness.page("metrics").split(separator: "\n")
        return lines.contains("qabyldau_late_applications 2.0") && lines.contains("qabyldau_due_soon_applications 0.0")
      }
    }
  }
}
