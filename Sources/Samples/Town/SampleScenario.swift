/// The cases of a sample, in their order; a case comes after the cases that it refers to.
package enum SampleScenario: String, CaseIterable, Sendable {
  case enrolmentKazakh = "enrolment-kk"
  case enrolmentRussian = "enrolment-ru"
  case enrolmentEnglish = "enrolment-en"
  case socialAssistance = "social-assistance"
  case orphan
  case bornAbroad = "born-abroad"
  case homeSchooling = "home-schooling"
  case transferRussian = "transfer-ru"
  case transferKazakh = "transfer-kk"
  case documentsMissing = "documents-missing"
  case consentMissing = "consent-missing"
  case childIinWrong = "child-iin-wrong"
  case duplicate
  case windowClosed = "window-closed"
  case slipMismatch = "slip-mismatch"
  case slipUsed = "slip-used"
  case forged
  case placeGivenBack = "place-given-back"
  case refusalCorrected = "refusal-corrected"
  case registerWaited = "register-waited"

  /// The case and its expected result, in words for a person.
  package var title: String {
    switch self {
    case .enrolmentKazakh: "First grade, a Kazakh-speaking family, signed with the EDS: accepted"
    case .enrolmentRussian: "First grade, a Russian-speaking family, signed by SMS password: accepted"
    case .enrolmentEnglish: "First grade of a special school, an English-speaking family: accepted"
    case .socialAssistance: "First grade with targeted social assistance, its certificate attached: accepted"
    case .orphan: "First grade, an orphan whose guardian attaches the decision: accepted"
    case .bornAbroad: "First grade, born abroad and not in the civil register, a copy attached: accepted"
    case .homeSchooling: "Home schooling with the medical commission's conclusion: accepted"
    case .transferRussian: "Transfer, a Russian-speaking family: accepted"
    case .transferKazakh: "Transfer, a Kazakh-speaking family: accepted"
    case .documentsMissing: "No photo and no health form 026: refused"
    case .consentMissing: "No consent to access personal data: refused"
    case .childIinWrong: "The child's IIN has a wrong check digit: refused"
    case .duplicate: "The other parent applies for the first family's child: refused"
    case .windowClosed: "First grade, half a minute before the window opens: refused"
    case .slipMismatch: "Transfer with a slip of another child and grade: refused"
    case .slipUsed: "Transfer with a slip that another transfer holds: refused"
    case .forged: "First grade, signed by a forged certificate: refused"
    case .placeGivenBack: "First grade, a family that will give its place back: accepted"
    case .refusalCorrected: "First grade, a family that its school will refuse, and then give a place: accepted"
    case .registerWaited:
      "First grade, a parent registered as unemployed, no certificate: accepted once the register answers"
    }
  }

  /// How a form is signed.
  package enum Means: Sendable {
    case eds, sms, forgedEDS
  }

  package var means: Means {
    switch self {
    case .enrolmentKazakh, .orphan, .homeSchooling, .transferKazakh, .duplicate: .eds
    case .forged: .forgedEDS
    default: .sms
    }
  }
}
