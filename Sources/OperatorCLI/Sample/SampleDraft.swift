import QueueContracts

/// An application before its documents are made and it is signed.
struct SampleDraft {
  let family: SampleFamily
  var form: ApplicationForm
  var kinds: [DocumentKind]
  /// Nil where it is simply the next one.
  var submittedAt: Timestamp?
  /// Who signs instead of the applicant.
  var signer: SamplePerson?
  /// What is wrong with documents of these kinds.
  var flaws: [DocumentKind: SampleDocument.Flaw] = [:]

  /// An ordinary application of the mother to a school nearby.
  init(
    _ service: Service, _ family: SampleFamily, school: SampleSchool, grade: Int, kinds: [DocumentKind],
    transfer: TransferDetails? = nil
  ) {
    (self.family, self.kinds) = (family, kinds)
    form = ApplicationForm(
      service: service, language: family.language, applicant: family.mother.applying(as: .parent),
      child: family.child.asChild, school: SchoolReference(bin: school.bin), grade: grade,
      instructionLanguage: family.language.rawValue, consentToDataAccess: true, transfer: transfer)
  }
}
