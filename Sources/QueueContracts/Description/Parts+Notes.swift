// The words for the fields of the objects in messages. The type of a field says what it can hold.

extension ApplicationForm: DescribedBody {
  package static var summary: String { "The form that a citizen filled in and signed (contract 4.2)." }
  package static var notes: [String: FieldNote] {
    [
      "service": Common.service, "language": Common.language, "applicant": Common.applicant, "child": Common.child,
      "school": "The school that is applied to; for a transfer the receiving one.", "grade": Common.grade,
      "instructionLanguage": Common.instructionLanguage, "statusCategories": Common.statusCategories,
      "consentToDataAccess": FieldNote(
        "Consent to access to restricted data; without it no register is asked, and the answer is `consent.missing`.",
        clause: .enrolment),
      "documents": Common.documents,
      "transfer": FieldNote("What a transfer adds; required if `service` is `transfer`.", clause: .transfer),
    ]
  }
  package static var demands: [FieldDemand] {
    [FieldDemand("transfer", when: "service", .isOneOf([Service.transfer.rawValue]))]
  }
}

extension Applicant: DescribedBody {
  package static var summary: String { "Who applies for the child (S-enrol.1)." }
  package static var notes: [String: FieldNote] {
    [
      "iin": PersonNotes.iin, "familyName": PersonNotes.familyName, "givenName": PersonNotes.givenName,
      "patronymic": PersonNotes.patronymic, "relation": "What the applicant is to the child.",
      "phone": "As written; not judged.",
    ]
  }
}

extension Child: DescribedBody {
  package static var summary: String { "The child that is to be enrolled." }
  package static var notes: [String: FieldNote] {
    [
      "iin": PersonNotes.iin, "familyName": PersonNotes.familyName, "givenName": PersonNotes.givenName,
      "patronymic": PersonNotes.patronymic,
      "birthDate": "The day of birth; the civil register's counts where the register has found the child.",
      "bornAbroad": FieldNote("Born abroad: only the wording of an answer depends on it.", clause: .birthCertificate),
    ]
  }
}

private enum PersonNotes {
  static let iin: FieldNote =
    "The IIN, twelve digits, as written: a wrong one is a refusal, `iin.invalid`, not an undecodable message."
  static let familyName: FieldNote = "The family name."
  static let givenName: FieldNote = "The given name."
  static let patronymic: FieldNote = "The patronymic, if there is one."
}

extension SchoolReference: DescribedBody {
  package static var summary: String { "A school as a message names it." }
  package static var notes: [String: FieldNote] {
    ["bin": "The BIN, as written: a wrong or unknown one is parked as `school.unknown`."]
  }
}

extension AttachedDocument: DescribedBody {
  package static var summary: String {
    "A document in the document store that a form refers to. All of it is claimed, and judged later."
  }
  package static var notes: [String: FieldNote] {
    [
      "kind": "What it is; the kind's clause asks for it.",
      "reference": "The key in the document store, as written: not absolute, and without `..`.",
      "fileName": "As the citizen named it.",
      "mediaType": "`application/pdf`, `image/jpeg` or `image/png`; any other makes the document unreadable.",
      "size": FieldNote("The declared size; all together at most 5,242,880.", unit: "bytes"),
      "sha256": FieldNote("The declared hash of the content.", unit: "64 lower-case hexadecimal digits"),
    ]
  }
}

extension TransferDetails: DescribedBody {
  package static var summary: String { "What a transfer adds to the form (S-transfer)." }
  package static var notes: [String: FieldNote] {
    [
      "fromSchool": "The releasing school; it is not looked up in the directory.",
      "identityDocument": FieldNote("The child's identity document.", clause: .identityDocument),
      "deregistrationSlip": FieldNote("The slip by which a school lets the child go.", clause: .deregistrationSlip),
    ]
  }
}

extension IdentityDocument: DescribedBody {
  package static var summary: String { "The child's identity document (S-transfer.2)." }
  package static var notes: [String: FieldNote] {
    [
      "type": "What it is.",
      "number": "As written; one that cannot be the child's is `transfer.identityMismatch`.",
    ]
  }
}

extension DeregistrationSlip: DescribedBody {
  package static var summary: String {
    "The slip by which a school lets a child go; known by releasing school and number."
  }
  package static var notes: [String: FieldNote] {
    [
      "number": "The slip's number.", "issuedOn": "The day it was given.",
      "childIin": "The child's IIN, as written; unlike the form's it is `transfer.slipMismatch`.",
      "fromSchoolBin": "The releasing school's BIN, as written; unlike the form's it is `transfer.slipMismatch`.",
      "grade": FieldNote("The grade that the child leaves: the form's, or one below.", unit: Common.grades),
    ]
  }
}

extension Reason: DescribedBody {
  package static var summary: String { "One reason of an answer." }
  package static var notes: [String: FieldNote] {
    [
      "code": "A code of ours, see the codes; or a school's own, with a text beside it.",
      "subject": "What it is about: a kind of document, `applicant`, `child`, `school`, `grade` or `photo`.",
      "clause": "The clause that it cites, such as `S-enrol.4`.",
      "text": "A school's words; absent if no school wrote any. Required for a code that is not ours.",
    ]
  }
  package static var demands: [FieldDemand] {
    [
      FieldDemand(
        "text", when: "code",
        .isNoneOf(ReasonCode.allCases.map(\.rawValue) + SchoolReasonCode.allCases.map(\.rawValue)))
    ]
  }
}

extension SchoolReason: DescribedBody {
  package static var summary: String { "Why a school decided so." }
  package static var notes: [String: FieldNote] {
    [
      "code": "A code that we have words for, or one of the school's own, with a text beside it.",
      "text": "The school's words. Required for a code that is not ours.",
    ]
  }
  package static var demands: [FieldDemand] {
    [FieldDemand("text", when: "code", .isNoneOf(SchoolReasonCode.allCases.map(\.rawValue)))]
  }
}

extension TextOfASchool: DescribedBody {
  package static var documentName: String { "SchoolsWords" }
  package static var summary: String { "A reason in a school's words, plain text." }
  package static var notes: [String: FieldNote] {
    ["kk": "In Kazakh.", "ru": "In Russian.", "en": "In English; absent if the school wrote none."]
  }
}

extension ReasonText: DescribedBody {
  package static var summary: String { "A reason in words, plain text." }
  package static var notes: [String: FieldNote] {
    ["kk": "In Kazakh.", "ru": "In Russian.", "en": "In English; absent if a school wrote none."]
  }
}

extension LocalizedText: DescribedBody {
  package static var summary: String { "The same words in three languages, plain text." }
  package static var notes: [String: FieldNote] { ["kk": "In Kazakh.", "ru": "In Russian.", "en": "In English."] }
}

extension HistoryReason: DescribedBody {
  package static var summary: String { "A reason in the history, with words for it." }
  package static var notes: [String: FieldNote] {
    [
      "code": "The reason's code.", "subject": "What it is about; null where nothing is named.",
      "clause": "The clause that it cites; null if it cites none.", "text": "The reason in words.",
    ]
  }
}
