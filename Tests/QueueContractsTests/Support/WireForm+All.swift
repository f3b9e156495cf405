import GoldenMessages
import QueueContracts

extension WireForm {
  static let all = [
    form, withdrawn, transferWithdrawn, admissionWithdrawn, transferRequested, admissionRequested, decided, updated,
    history,
  ]

  private static let formOptional: Set = [
    "applicant.patronymic", "applicant.phone", "child.patronymic", "child.bornAbroad", "statusCategories",
    "consentToDataAccess", "documents", "documents.fileName",
  ]
  private static let formEnums = [
    "service", "language", "applicant.relation", "statusCategories.4", "documents.12.kind",
    "transfer.identityDocument.type",
  ]

  static let form = WireForm(
    ApplicationForm.self, minimal: Golden.formMinimal,
    defaults: [
      "applicant.patronymic": .null, "applicant.phone": .null, "child.patronymic": .null,
      "child.bornAbroad": .bool(false), "statusCategories": .array([]), "consentToDataAccess": .bool(false),
      "documents": .array([]), "transfer": .null,
    ],
    typical: Golden.formTypical, worst: Golden.formWorst, optional: formOptional, enums: formEnums)

  static let withdrawn = withdrawal(ApplicationWithdrawn.self)
  static let transferWithdrawn = withdrawal(TransferWithdrawn.self)
  static let admissionWithdrawn = withdrawal(SchoolAdmissionWithdrawn.self)

  private static func withdrawal<Body: Codable & Sendable>(_ type: Body.Type) -> WireForm {
    WireForm(
      type, minimal: Golden.withdrawn, defaults: [:], typical: Golden.withdrawn, worst: Golden.withdrawnWorst,
      optional: [], enums: [])
  }

  static let transferRequested = WireForm(
    TransferRequested.self, minimal: Golden.transferRequestedMinimal,
    defaults: [
      "dueBy": .null, "form.applicant.patronymic": .null, "form.applicant.phone": .null,
      "form.child.patronymic": .null, "form.child.bornAbroad": .bool(false), "form.statusCategories": .array([]),
      "form.consentToDataAccess": .bool(false), "form.documents": .array([]), "form.transfer": .null,
    ],
    typical: Golden.transferRequestedTypical, worst: Golden.transferRequestedWorst,
    optional: Set(formOptional.map { "form.\($0)" }).union(["dueBy"]),
    enums: ["language"] + formEnums.map { "form.\($0)" })

  static let admissionRequested = WireForm(
    SchoolAdmissionRequested.self, minimal: Golden.admissionRequestedMinimal,
    defaults: [
      "dueBy": .null, "applicant.patronymic": .null, "applicant.phone": .null, "child.patronymic": .null,
      "child.bornAbroad": .bool(false), "documents": .array([]), "statusCategories": .array([]), "fromSchool": .null,
      "conflictsWith": .null,
    ],
    typical: Golden.admissionRequestedTypical, worst: Golden.admissionRequestedWorst,
    optional: formOptional.union(["dueBy", "fromSchool", "conflictsWith"]),
    enums: ["service", "applicant.relation", "statusCategories.0", "documents.1.kind"])

  static let decided = WireForm(
    SchoolDecided.self, minimal: Golden.decidedMinimal,
    defaults: ["reasons": .array([]), "decidedBy": .null, "supersedes": .null],
    typical: Golden.decidedTypical, worst: Golden.decidedWorst,
    optional: ["reasons", "reasons.text.en", "decidedBy", "supersedes"], enums: ["decision"])

  static let updated = WireForm(
    ProcessingUpdated.self, minimal: Golden.updatedMinimal,
    defaults: ["resolution": .null, "dueBy": .null, "childName": .null, "grade": .null, "reasons": .array([])],
    typical: Golden.updatedTypical, worst: Golden.updatedWorst,
    optional: [
      "resolution", "dueBy", "childName", "grade", "reasons", "reasons.subject", "reasons.clause", "reasons.text.en",
    ],
    enums: ["service", "language", "status", "resolution"])

  static let history = WireForm(
    HistoryEntry.self, minimal: Golden.historyMinimal,
    defaults: ["resolution": .null, "dueBy": .null, "reasons": .array([]), "short": .null],
    typical: Golden.historyTypical, worst: Golden.historyWorst,
    optional: [
      "resolution", "dueBy", "reasons", "reasons.subject", "reasons.clause", "reasons.text.en", "short",
    ],
    enums: ["service", "status", "resolution"])
}
