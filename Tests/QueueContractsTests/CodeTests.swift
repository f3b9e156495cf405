import Foundation
import QueueContracts
import Testing

struct CodeTests {
  @Test("The reason codes and their clauses are those of docs/contract.md, in the same order")
  func reasons() throws {
    let page = try ContractPage(under: "### Reasons of a refusal")
    let refusals = ReasonCode.allCases.filter { $0 != .deadlinePassed }
    #expect(page.rows.map(\.[0]) == refusals.map(\.rawValue))
    for (code, row) in zip(refusals, page.rows) where row[2] != "the kind's" {
      #expect(code.clause(subject: nil)?.rawValue ?? "" == row[2], "\(code)")
    }
    #expect(ReasonCode.deadlinePassed.clause(subject: nil) == nil)
    #expect(ReasonCode.allCases.last == .deadlinePassed, "it is no refusal, and stands behind the table")
    #expect(ReasonCode.allCases.reversed().sorted() == ReasonCode.allCases)
  }

  @Test("The parking codes are the contract's")
  func parking() {
    #expect(
      ParkingCode.allCases.map(\.rawValue) == [
        "message.misrouted", "message.tooLarge", "message.notJSON", "message.unknownType", "message.undecodable",
        "school.unknown",
        "decision.notAddressee", "decision.contradicts", "withdrawal.notApplicant", "application.unknown",
        "signature.unsupported", "portal.rejected", "attempts.spent", "delivery.poison",
      ])
  }

  @Test("The kinds of documents and their clauses are those of the contract, in the same order")
  func documents() {
    let clauses: [(String, String)] = [
      ("birthCertificate", "S-enrol.2"), ("photo", "S-enrol.3"), ("healthForm063", "S-enrol.4"),
      ("healthForm026", "S-enrol.4"), ("targetedSocialAssistanceCertificate", "S-enrol.5a"),
      ("unemploymentCertificate", "S-enrol.5b"), ("incomeStatement", "S-enrol.5c"),
      ("guardianshipDecision", "S-enrol.5d"), ("collegialBodyDecision", "S-enrol.5e"),
      ("medicalCommissionConclusion", "S-home"), ("pmpkConclusion", "S-title"),
      ("identityDocument", "S-transfer.2"), ("deregistrationSlip", "S-transfer.3"),
    ]
    #expect(DocumentKind.allCases.map(\.rawValue) == clauses.map(\.0))
    #expect(DocumentKind.allCases.map(\.clause.rawValue) == clauses.map(\.1))
    #expect(DocumentKind.allCases.reversed().sorted() == DocumentKind.allCases)
    for (subject, clause) in clauses {
      #expect(ReasonCode.documentMissing.clause(subject: subject)?.rawValue == clause)
      #expect(ReasonCode.documentUnreadable.clause(subject: subject)?.rawValue == clause)
    }
  }

  @Test("The codes that a school may use without a text are the contract's")
  func schoolReasons() {
    #expect(
      SchoolReasonCode.allCases.map(\.rawValue) == [
        "places.none", "area.outside", "documents.unreliable", "requirements.notMet",
      ])
  }

  @Test("Processing steps are numbered as in the contract")
  func steps() {
    #expect(ProcessingStep.allCases.map(\.rawValue) == [5, 10, 15, 20, 30, 40])
    #expect(ProcessingStep.intake < .passedDeadline)
  }
}

/// The first table under a heading of docs/contract.md.
private struct ContractPage {
  /// The cells of each row, without backquotes.
  let rows: [[String]]

  init(under heading: String, _ path: String = #filePath) throws {
    let page = URL(filePath: path).deletingLastPathComponent().appending(path: "../../docs/contract.md")
    let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    let table = lines.drop { $0 != heading }.drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }
    // The first two lines are the headings and the line under them.
    rows = table.dropFirst(2).map { line in
      line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map {
        $0.replacing("`", with: "").trimmingCharacters(in: .whitespaces)
      }
    }
  }
}
