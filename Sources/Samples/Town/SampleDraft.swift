import QueueContracts

/// An application before its documents are made and its form is signed.
package struct SampleDraft: Sendable {
  package let family: SampleFamily
  package var form: ApplicationForm
  package var kinds: [DocumentKind]
  /// The time of submission; nil if the time follows from the application's number.
  package var submittedAt: Timestamp?
  /// The person who signs instead of the applicant; nil if the applicant signs.
  package var signer: SamplePerson?
  /// The flaws of documents, by the documents' kinds.
  package var flaws: [DocumentKind: SampleDocument.Flaw] = [:]

  /// An ordinary application of the family's mother to a school nearby.
  package init(
    _ service: Service, _ family: SampleFamily, school: SampleSchool, grade: Int, kinds: [DocumentKind],
    transfer: TransferDetails? = nil
  ) {
    self.family = family
    self.kinds = kinds
    form = ApplicationForm(
      service: service, language: family.language, applicant: family.mother.applying(as: .parent),
      child: family.child.asChild, school: SchoolReference(bin: school.bin), grade: grade,
      instructionLanguage: family.language.rawValue, consentToDataAccess: true, transfer: transfer)
  }
}
