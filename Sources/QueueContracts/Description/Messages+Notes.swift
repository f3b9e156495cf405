// The descriptions of the messages' fields. They leave out the permitted values, which follow from a field's type.

extension ApplicationSubmitted: DescribedBody {
  package static var summary: String { "A citizen applied (contract 4.1)." }
  package static var notes: [String: FieldNote] {
    [
      "applicationId": CommonNotes.applicationId, "number": CommonNotes.number,
      "submittedAt": "The time of submission, from which deadlines and the order of applications follow.",
      "form": FieldNote(
        "The exact JSON bytes that the citizen signed, in standard base64. They hold an ApplicationForm.",
        clause: .application),
      "signature": FieldNote("The signature over the bytes in `form`.", clause: .signature),
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
      "applicationId": CommonNotes.applicationId,
      "applicantIin":
        "The applicant's IIN; a withdrawal with another IIN is parked as `withdrawal.notApplicant`.",
      "withdrawnAt": "The time of the withdrawal.",
    ]
  }
}

extension TransferRequested: DescribedBody {
  package static var summary: String { "Intake accepted an application for a transfer (contract 4.4)." }
  package static var notes: [String: FieldNote] {
    [
      "applicationId": CommonNotes.applicationId, "number": CommonNotes.number, "submittedAt": CommonNotes.submittedAt,
      "dueBy": CommonNotes.dueBy, "language": CommonNotes.language,
      "form": FieldNote("The form that the citizen signed, as a JSON object.", clause: .transferApplication),
    ]
  }
}

extension SchoolAdmissionRequested: DescribedBody {
  package static var summary: String { "A school is asked to decide on an application (contract 4.5)." }
  package static var notes: [String: FieldNote] {
    [
      "applicationId": CommonNotes.applicationId, "number": CommonNotes.number, "service": CommonNotes.service,
      "school": "The school that is asked to decide; the routing key ends with its BIN.", "grade": CommonNotes.grade,
      "instructionLanguage": CommonNotes.instructionLanguage, "submittedAt": CommonNotes.submittedAt,
      "arrival": FieldNote(
        "The application's running number at this school in the calendar year of submission. Accepted applications of "
          + "all services are numbered together, in the order of acceptance, so a gap shows that one is missing.",
        unit: "from 1"),
      "dueBy": CommonNotes.dueBy, "applicant": CommonNotes.applicant, "child": CommonNotes.child,
      "documents": CommonNotes.documents,
      "statusCategories": CommonNotes.statusCategories,
      "fromSchool": FieldNote(
        "The school that the child leaves; null unless `service` is `transfer`.", clause: .transfer),
      "conflictsWith": FieldNote(
        "The number of another application for the child, whose applicant no register names as parent or guardian; "
          + "null if there is none."),
    ]
  }
}

extension SchoolDecided: DescribedBody {
  package static var summary: String { "A school decided on an application (contract 4.6)." }
  package static var notes: [String: FieldNote] {
    [
      "applicationId": CommonNotes.applicationId,
      "school": "The school that decided; it must be the school that was asked.", "decision": "The school's decision.",
      "decidedAt": "The time of the decision.",
      "reasons":
        "The school's reasons, whose texts reach the family unchanged; null or absent if there are none.",
      "decidedBy": "The office that decided, for example `director`; null or absent if it is unknown.",
      "supersedes":
        "The `message_id` of the school's earlier decision that this one replaces; null or absent if there is none.",
    ]
  }
}

extension ProcessingUpdated: DescribedBody {
  package static var summary: String {
    "News about an application, for the citizen's service history (contract 4.7)."
  }
  package static var notes: [String: FieldNote] {
    [
      "applicationId": CommonNotes.applicationId, "number": CommonNotes.number,
      "recipientIin": CommonNotes.recipientIin, "service": CommonNotes.service, "language": CommonNotes.language,
      "status": CommonNotes.status, "resolution": CommonNotes.resolution, "step": CommonNotes.step,
      "occurredAt": CommonNotes.occurredAt, "dueBy": CommonNotes.dueBy,
      "school": "The school that is applied to; for a transfer, the receiving school.",
      "childName":
        "The child's given name and family initial; null unless the application's signature is genuine.",
      "grade": FieldNote(
        "The grade that is applied for; null unless the application's signature is genuine.", unit: CommonNotes.grades),
      "reasons": FieldNote(
        "The reasons that the family is told: a worker's in the order of the reason codes, a school's as the school "
          + "listed them."),
    ]
  }
}

extension HistoryEntry: DescribedBody {
  package static var summary: String {
    "An entry of a citizen's service history (contract 4.8). The portal gets it by "
      + "PUT {PORTAL_URL}/service-history/{recipientIin}/entries/{entryId}, and answers 2xx or 409 if it keeps it."
  }
  package static var notes: [String: FieldNote] {
    [
      "entryId": FieldNote(
        "The `message_id` of the processing.updated that the entry was made from; a repeated message makes no second "
          + "entry.",
        clause: .serviceHistory),
      "applicationId": CommonNotes.applicationId, "number": CommonNotes.number,
      "recipientIin": CommonNotes.recipientIin, "service": CommonNotes.service, "status": CommonNotes.status,
      "resolution": CommonNotes.resolution, "step": CommonNotes.step, "occurredAt": CommonNotes.occurredAt,
      "postedAt": "The time at which notify made the entry.", "dueBy": CommonNotes.dueBy,
      "title": "The heading of the letter, plain text.", "text": "The body of the letter, plain text.",
      "reasons": "The reasons, each with its text.",
      "short": FieldNote(
        "The text for SMS and push; null in an entry that is older than this field.",
        unit: "at most 134 characters in each language"),
    ]
  }
}

/// The notes on fields that several bodies have.
enum CommonNotes {
  static let applicationId: FieldNote = "The identifier of the application, the same in every message about it."
  static let number = FieldNote("The application's number, which the portal gives and the citizen sees.")
  static let submittedAt: FieldNote = "The time of submission."
  static let dueBy = FieldNote(
    "The time by which the answer is due: 18:00 (UTC+5) on the last allowed working day; null if no answer is due.")
  static let service: FieldNote = "The service that is applied for."
  static let language: FieldNote = "The language of the answers to the citizen."
  static let grades = "0 to 12; 0 is the pre-school class of a school"
  static let grade = FieldNote("The grade that is applied for.", unit: grades)
  static let instructionLanguage: FieldNote =
    "The language of instruction as written in the form, for example `kk` or `ru`."
  static let applicant = FieldNote("The person who applies for the child.", clause: .application)
  static let child = FieldNote("The child that is to be enrolled.", clause: .application)
  static let documents = FieldNote(
    "The attached documents, in any order; null or absent if there are none.", clause: .enrolment)
  static let statusCategories = FieldNote(
    "The statuses that the family claims; null or absent if there are none.", clause: .status)
  static let recipientIin: FieldNote = "The applicant's IIN as written in the form; it may be invalid."
  static let status: FieldNote = "The application's status after this message."
  static let resolution: FieldNote = "The end of the application; null while `status` is `inProcessing`."
  static let step: FieldNote =
    "The step of the processing that is reported; entries with the same `occurredAt` are listed by ascending `step`."
  static let occurredAt: FieldNote =
    "The time of what is reported, for example a decision; it is the same each time that the message is sent."
}
