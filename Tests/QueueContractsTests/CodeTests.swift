import QueueContracts
import Testing

struct CodeTests {
  @Test("Reasons are those of the contract, in its order")
  func reasons() {
    #expect(
      ReasonCode.allCases.map(\.rawValue) == [
        "signature.invalid", "signature.signerMismatch", "signature.reused", "consent.missing", "window.closed",
        "age.notEligible",
        "iin.invalid", "applicant.notParent", "applicant.notRepresentative", "document.missing", "document.unreadable",
        "document.tooLarge", "photo.wrongFormat", "application.duplicate", "transfer.sameSchool",
        "transfer.slipMismatch", "transfer.slipUsed", "transfer.identityMismatch", "deadline.passed",
      ])
    #expect(ReasonCode.allCases.reversed().sorted() == ReasonCode.allCases)
  }

  @Test("Reasons of parking are those of the contract")
  func parking() {
    #expect(
      ParkingCode.allCases.map(\.rawValue) == [
        "message.misrouted", "message.tooLarge", "message.notJSON", "message.unknownType", "message.undecodable",
        "school.unknown",
        "decision.notAddressee", "decision.contradicts", "withdrawal.notApplicant", "application.unknown",
        "signature.unsupported", "portal.rejected", "attempts.spent", "delivery.poison",
      ])
  }

  @Test("Kinds of documents are those of the contract, in its order, each with the clause that asks for it")
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

  @Test("A reason cites its clause, or none")
  func clauses() {
    let cited: [ReasonCode: String] = [
      .signatureInvalid: "S-step2", .signatureSignerMismatch: "S-step2", .signatureReused: "S-step2",
      .windowClosed: "S-window",
      .applicantNotParent: "S-enrol.1", .applicantNotRepresentative: "S-enrol.1", .photoWrongFormat: "S-enrol.3",
      .transferSameSchool: "S-transfer", .transferSlipMismatch: "S-transfer.3", .transferSlipUsed: "S-transfer.3",
      .transferIdentityMismatch: "S-transfer.2",
    ]
    for code in ReasonCode.allCases { #expect(code.clause(subject: nil)?.rawValue == cited[code]) }
  }

  @Test("Reasons of a school that need no words of its own are those of the contract")
  func schoolReasons() {
    #expect(
      SchoolReasonCode.allCases.map(\.rawValue) == [
        "places.none", "area.outside", "documents.unreliable", "requirements.notMet",
      ])
  }

  @Test("Steps are numbered as in the contract")
  func steps() {
    #expect(ProcessingStep.allCases.map(\.rawValue) == [5, 10, 15, 20, 30, 40])
    #expect(ProcessingStep.intake < .passedDeadline)
  }
}
