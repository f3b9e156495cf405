import Admission
import QueueContracts

/// Forms that are accepted; a test spoils one thing in them.
enum Forms {
  static let applicant = "850101300005"
  static let otherAdult = IIN(birthDate: CivilDate("1990-02-03")!, female: true, serial: 12)!.digits
  static let child = IIN(birthDate: CivilDate("2019-05-12")!, female: true, serial: 7)!.digits
  static let school = "950341000052"
  static let otherSchool = "961141000023"

  static func document(_ kind: DocumentKind, size: Int = 1000) -> AttachedDocument {
    AttachedDocument(
      kind: kind, reference: "sha256/\(kind.rawValue)", fileName: nil, mediaType: "application/pdf", size: size,
      sha256: String(repeating: "0", count: 64))
  }

  static func enrolment(_ change: (inout ApplicationForm) -> Void = { _ in }) -> ApplicationForm {
    var form = ApplicationForm(
      service: .enrolment, language: .kk,
      applicant: Applicant(iin: applicant, familyName: "Әбдіғаппарова", givenName: "Гүлнәр", relation: .parent),
      child: Child(iin: child, familyName: "Әбдіғаппарова", givenName: "Айша", birthDate: CivilDate("2019-05-12")!),
      school: SchoolReference(bin: school), grade: 1, instructionLanguage: "kk", consentToDataAccess: true,
      documents: [.photo, .healthForm063, .healthForm026].map { document($0) })
    change(&form)
    return form
  }

  static func homeSchooling(_ change: (inout ApplicationForm) -> Void = { _ in }) -> ApplicationForm {
    enrolment { form in
      form.service = .homeSchooling
      form.documents.append(document(.medicalCommissionConclusion))
      change(&form)
    }
  }

  static func transfer(_ change: (inout ApplicationForm) -> Void = { _ in }) -> ApplicationForm {
    enrolment { form in
      form.service = .transfer
      form.grade = 5
      form.documents = [document(.identityDocument), document(.deregistrationSlip)]
      form.transfer = TransferDetails(
        fromSchool: SchoolReference(bin: otherSchool),
        identityDocument: IdentityDocument(type: .identityCard, number: "012345678"),
        deregistrationSlip: DeregistrationSlip(
          number: "A-17", issuedOn: CivilDate("2026-06-10")!, childIin: child, fromSchoolBin: otherSchool, grade: 5))
      change(&form)
    }
  }

  /// The facts of most families: the civil register has found the child, and no other register is asked.
  static func facts(
    of form: ApplicationForm, documents: [DocumentFact]? = nil, _ change: (inout Facts) -> Void = { _ in }
  ) -> Facts {
    var facts = Facts(documents: documents ?? form.documents.map { _ in .good })
    if form.consentToDataAccess {
      facts.civilRegistration = .found(
        CivilRecord(parents: [form.applicant.iin], birthDate: form.child.birthDate))
    }
    change(&facts)
    return facts
  }
}
