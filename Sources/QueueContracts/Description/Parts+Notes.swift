// The contract documents' descriptions of the objects in messages and of their fields. The values that a field can hold
// are not described here: the documents take them from the field's type.

extension ApplicationForm: DescribedBody {
  package static var summary: String { "The form that a citizen filled in and signed (contract 4.2)." }
  package static var notes: [String: FieldNote] {
    [
      "service": CommonNotes.service, "language": CommonNotes.language, "applicant": CommonNotes.applicant,
      "child": CommonNotes.child,
      "school": "The school that is applied to; for a transfer, the receiving school.", "grade": CommonNotes.grade,
      "instructionLanguage": CommonNotes.instructionLanguage, "statusCategories": CommonNotes.statusCategories,
      "consentToDataAccess": FieldNote(
        "The applicant's consent to access restricted data; null or absent means false. Without consent no register is "
          + "asked, and the application is refused with `consent.missing`.",
        clause: .enrolment),
      "documents": CommonNotes.documents,
      "transfer": FieldNote(
        "The details of a transfer; required if `service` is `transfer`, otherwise not used.", clause: .transfer),
    ]
  }
  package static var conditionalRequirements: [ConditionalRequirement] {
    [ConditionalRequirement("transfer", when: "service", .isOneOf([Service.transfer.rawValue]))]
  }
}

extension Applicant: DescribedBody {
  package static var summary: String { "The person who applies for the child (S-enrol.1)." }
  package static var notes: [String: FieldNote] {
    [
      "iin": PersonNotes.iin, "familyName": PersonNotes.familyName, "givenName": PersonNotes.givenName,
      "patronymic": PersonNotes.patronymic, "relation": "The applicant's relation to the child.",
      "phone": "The applicant's phone number as written; no rule judges it. Null or absent if there is none.",
    ]
  }
}

extension Child: DescribedBody {
  package static var summary: String { "The child that is to be enrolled." }
  package static var notes: [String: FieldNote] {
    [
      "iin": PersonNotes.iin, "familyName": PersonNotes.familyName, "givenName": PersonNotes.givenName,
      "patronymic": PersonNotes.patronymic,
      "birthDate":
        "The day of birth on the form; if the civil register has found the child, its date decides the age.",
      "bornAbroad": FieldNote(
        "True if the child was born outside of Kazakhstan; it changes only the wording of an answer. Null or absent "
          + "means false.", clause: .birthCertificate),
    ]
  }
}

private enum PersonNotes {
  static let iin: FieldNote =
    "The IIN as written, twelve digits. An application with an invalid IIN decodes, and is refused with `iin.invalid`."
  static let familyName: FieldNote = "The family name."
  static let givenName: FieldNote = "The given name."
  static let patronymic: FieldNote = "The patronymic; null or absent if there is none."
}

extension SchoolReference: DescribedBody {
  package static var summary: String { "A reference to a school." }
  package static var notes: [String: FieldNote] {
    [
      "bin":
        "The BIN as written, twelve digits. An application to an invalid or unknown BIN is parked as `school.unknown`."
    ]
  }
}

extension AttachedDocument: DescribedBody {
  package static var summary: String {
    "A document in the document store, as the form describes it. Intake checks the document if a rule asks for it."
  }
  package static var notes: [String: FieldNote] {
    [
      "kind": "The kind of the document.",
      "reference":
        "The key in the document store; an absolute key, or one with `..`, makes the document unreadable.",
      "fileName": "The file's name as the citizen gave it; null or absent if it is unknown.",
      "mediaType": "`application/pdf`, `image/jpeg` or `image/png`; any other makes the document unreadable.",
      "size": FieldNote(
        "The declared size; all documents of a form together may have at most 5,242,880 bytes.",
        unit: "bytes"),
      "sha256": FieldNote("The declared SHA-256 of the content.", unit: "64 lower-case hexadecimal digits"),
    ]
  }
}

extension TransferDetails: DescribedBody {
  package static var summary: String { "The part of a form that only a transfer has (S-transfer)." }
  package static var notes: [String: FieldNote] {
    [
      "fromSchool": "The releasing school, which the child leaves; it is not looked up in the directory of schools.",
      "identityDocument": FieldNote("The child's identity document.", clause: .identityDocument),
      "deregistrationSlip": FieldNote("The releasing school's slip for the child.", clause: .deregistrationSlip),
    ]
  }
}

extension IdentityDocument: DescribedBody {
  package static var summary: String { "The child's identity document (S-transfer.2)." }
  package static var notes: [String: FieldNote] {
    [
      "type": "The type of the document.",
      "number":
        "The number as written; a number that the type cannot have is refused with `transfer.identityMismatch`.",
    ]
  }
}

extension DeregistrationSlip: DescribedBody {
  package static var summary: String {
    "The slip by which a school releases a child (S-transfer.3). The releasing school and the number identify a slip."
  }
  package static var notes: [String: FieldNote] {
    [
      "number": "The slip's number as written.", "issuedOn": "The day on which the slip was issued.",
      "childIin":
        "The child's IIN on the slip; another IIN than the form's is refused with `transfer.slipMismatch`.",
      "fromSchoolBin":
        "The releasing school's BIN on the slip; another BIN than the form's is refused with `transfer.slipMismatch`.",
      "grade": FieldNote(
        "The grade that the child leaves; it must be the form's grade or the grade below it.", unit: CommonNotes.grades),
    ]
  }
}

extension Reason: DescribedBody {
  package static var summary: String { "A reason of an answer." }
  package static var notes: [String: FieldNote] {
    [
      "code": "A reason code of this contract, or a school's own code.",
      "subject":
        "A kind of document, `applicant`, `child`, `school`, `grade` or `photo`; null if the reason names none.",
      "clause": "The clause that the reason cites, for example `S-enrol.4`; null if it cites none.",
      "text": "The reason in the school's words; required for a school's own code, absent if no school wrote a text.",
    ]
  }
  package static var conditionalRequirements: [ConditionalRequirement] {
    [
      ConditionalRequirement(
        "text", when: "code",
        .isNoneOf(ReasonCode.allCases.map(\.rawValue) + SchoolReasonCode.allCases.map(\.rawValue)))
    ]
  }
}

extension SchoolReason: DescribedBody {
  package static var summary: String { "A reason of a school's decision." }
  package static var notes: [String: FieldNote] {
    [
      "code": FieldNote(
        "`places.none`, `area.outside`, `documents.unreliable` or `requirements.notMet`, for which the workers have a "
          + "text; or the school's own code."),
      "text": "The reason in the school's words; required for the school's own code.",
    ]
  }
  package static var conditionalRequirements: [ConditionalRequirement] {
    [ConditionalRequirement("text", when: "code", .isNoneOf(SchoolReasonCode.allCases.map(\.rawValue)))]
  }
}

extension TextOfASchool: DescribedBody {
  package static var documentName: String { "SchoolsWords" }
  package static var summary: String { "A reason in a school's words, plain text." }
  package static var notes: [String: FieldNote] {
    [
      "kk": "The reason in Kazakh.", "ru": "The reason in Russian.",
      "en": "The reason in English; absent if the school wrote none.",
    ]
  }
}

extension ReasonText: DescribedBody {
  package static var summary: String { "A reason in words, plain text." }
  package static var notes: [String: FieldNote] {
    [
      "kk": "The reason in Kazakh.", "ru": "The reason in Russian.",
      "en": "The reason in English; absent if a school wrote none.",
    ]
  }
}

extension LocalizedText: DescribedBody {
  package static var summary: String { "A plain text in three languages." }
  package static var notes: [String: FieldNote] {
    ["kk": "The text in Kazakh.", "ru": "The text in Russian.", "en": "The text in English."]
  }
}

extension HistoryReason: DescribedBody {
  package static var summary: String { "A reason in the service history, with its text." }
  package static var notes: [String: FieldNote] {
    [
      "code": "The reason's code.", "subject": "The subject; null if the reason names none.",
      "clause": "The clause that the reason cites; null if it cites none.", "text": "The text of the reason.",
    ]
  }
}
