// The words for the fields of the messages. The type of a field says what it can hold.

extension ApplicationSubmitted: DescribedBody {
  package static var summary: String { "A citizen applied (contract 4.1)." }
  package static var notes: [String: FieldNote] {
    [
      "applicationId": Common.applicationId, "number": Common.number,
      "submittedAt": FieldNote("When the citizen applied: deadlines and the order of applications follow from it."),
      "form": FieldNote(
        "The exact JSON bytes of the form that the citizen signed, in standard base64; the bytes hold an "
          + "ApplicationForm.", clause: .application),
      "signature": FieldNote("How these bytes were signed.", clause: .signature),
    ]
  }
}

extension ApplicationWithdrawn: Withdrawal {}
extension TransferWithdrawn: Withdrawal {}
extension SchoolAdmissionWithdrawn: Withdrawal {}

/// One of the three withdrawals: their bodies are the same, so the contract describes them once.
package protocol Withdrawal: DescribedBody {}

extension Withdrawal {
  package static var documentName: String { "Withdrawn" }
  package static var summary: String { "The applicant withdrew the application (contract 4.3)." }
  package static var notes: [String: FieldNote] {
    [
      "applicationId": Common.applicationId,
      "applicantIin": "The applicant's IIN; another's is parked as `withdrawal.notApplicant`.",
      "withdrawnAt": "When it was withdrawn.",
    ]
  }
}

extension TransferRequested: DescribedBody {
  package static var summary: String { "Intake passed an application for a transfer (contract 4.4)." }
  package static var notes: [String: FieldNote] {
    [
      "applicationId": Common.applicationId, "number": Common.number, "submittedAt": Common.submittedAt,
      "dueBy": Common.dueBy, "language": Common.language,
      "form": FieldNote("The form that the citizen signed, decoded.", clause: .transferApplication),
    ]
  }
}

extension SchoolAdmissionRequested: DescribedBody {
  package static var summary: String { "A school is to decide on an application (contract 4.5)." }
  package static var notes: [String: FieldNote] {
    [
      "applicationId": Common.applicationId, "number": Common.number, "service": Common.service,
      "school": "The school that is to decide: the one that the routing key names.", "grade": Common.grade,
      "instructionLanguage": Common.instructionLanguage, "submittedAt": Common.submittedAt,
      "arrival": FieldNote(
        "The place in the order of acceptance at this school in the calendar year of submission, all services together, "
          + "without gaps: the proof that none is missing.", unit: "from 1"),
      "dueBy": Common.dueBy, "applicant": Common.applicant, "child": Common.child, "documents": Common.documents,
      "statusCategories": Common.statusCategories,
      "fromSchool": FieldNote("The releasing school; null unless it is a transfer.", clause: .transfer),
      "conflictsWith":
        "The number of another application for the child, of one whom no register names; null if there is none.",
    ]
  }
}

extension SchoolDecided: DescribedBody {
  package static var summary: String { "A school decided on an application (contract 4.6)." }
  package static var notes: [String: FieldNote] {
    [
      "applicationId": Common.applicationId,
      "school": "The school that decided: the one that was asked.", "decision": "What it decided.",
      "decidedAt": "When it decided.", "reasons": "Why, of a refusal; told to the family as they are.",
      "decidedBy": "Who decided, for example `director`.",
      "supersedes": "The `message_id` of the decision that this one corrects; null if it corrects none.",
    ]
  }
}

extension ProcessingUpdated: DescribedBody {
  package static var summary: String {
    "What became of an application, for the citizen's service history (contract 4.7)."
  }
  package static var notes: [String: FieldNote] {
    [
      "applicationId": Common.applicationId, "number": Common.number, "recipientIin": Common.recipientIin,
      "service": Common.service, "language": Common.language, "status": Common.status,
      "resolution": Common.resolution, "step": Common.step, "occurredAt": Common.occurredAt, "dueBy": Common.dueBy,
      "school": "The school that was applied to.",
      "childName": "Given name and initial; null unless the application's signature is genuine.",
      "grade": FieldNote(
        "The grade that was applied for; null unless the application's signature is genuine.", unit: Common.grades),
      "reasons": "Why it was refused, or what else the family is told; all that hold, in the order of the codes.",
    ]
  }
}

extension HistoryEntry: DescribedBody {
  package static var summary: String {
    "An entry of a citizen's service history (contract 4.8), as the portal gets it by "
      + "PUT {PORTAL_URL}/service-history/{recipientIin}/entries/{entryId}; 2xx and 409 mean posted."
  }
  package static var notes: [String: FieldNote] {
    [
      "entryId": FieldNote(
        "The `message_id` of the processing.updated it was made from: posted once, however often that comes.",
        clause: .serviceHistory),
      "applicationId": Common.applicationId, "number": Common.number, "recipientIin": Common.recipientIin,
      "service": Common.service, "status": Common.status, "resolution": Common.resolution, "step": Common.step,
      "occurredAt": Common.occurredAt, "postedAt": "When the entry was made.", "dueBy": Common.dueBy,
      "title": "The heading, plain text.", "text": "The letter, plain text.",
      "reasons": "The reasons, with words for each.",
      "short": FieldNote(
        "For SMS and push; null in an entry of before there were any.", unit: "at most 134 characters in each language"),
    ]
  }
}

/// Words for fields that several bodies have.
enum Common {
  static let applicationId: FieldNote = "Names the application for ever, whatever messages speak of it."
  static let number = FieldNote("The number that the citizen sees on the application, given by the portal.")
  static let submittedAt: FieldNote = "When the citizen applied."
  static let dueBy = FieldNote(
    "The end of the last working day on which the answer may come, 18:00 in Kazakhstan (UTC+5); null if there is none.")
  static let service: FieldNote = "What is asked for."
  static let language: FieldNote = "The language that the citizen is answered in."
  static let grades = "0, the pre-school class of a school, to 12"
  static let grade = FieldNote("The grade that is applied for.", unit: grades)
  static let instructionLanguage: FieldNote = "The language of instruction, as written; `kk` or `ru` for example."
  static let applicant = FieldNote("Who applies for the child.", clause: .application)
  static let child = FieldNote("The child that is to be enrolled.", clause: .application)
  static let documents = FieldNote("What is attached, in any order; null and absent are none.", clause: .enrolment)
  static let statusCategories = FieldNote("What the family claims; null and absent are none.", clause: .status)
  static let recipientIin: FieldNote = "The applicant's IIN, as written: it may be what is wrong."
  static let status: FieldNote = "Whether more is to come."
  static let resolution: FieldNote = "How it ended; null while it is in processing."
  static let step: FieldNote =
    "Which part of the processing speaks; entries of the same moment are listed in this order."
  static let occurredAt: FieldNote = "When it was judged, decided or withdrawn, as recorded: the same every time."
}
