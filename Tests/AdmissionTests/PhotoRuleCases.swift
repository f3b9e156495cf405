import Admission
import QueueContracts

// Cases of signatures and photos.
extension RuleCases {
  static let signatures = [
    RuleCase(
      "if a signature is not genuine, nothing else is judged", Forms.enrolment { $0.documents = [] },
      facts: Facts(signature: .invalid), "signature.invalid"),
    RuleCase(
      "another person's signature is one reason among others", Forms.enrolment { $0.consentToDataAccess = false },
      facts: Facts(signature: .otherSigner, documents: [.good, .good, .good]), "signature.signerMismatch",
      "consent.missing"),
  ]

  /// Sizes on both sides of each limit: 3:4 within 5 %, 354×472 px or more, no side over 20,000 px.
  static let photoSizes = [
    (354, 472, true), (353, 472, false), (354, 471, false), (570, 800, true), (569, 800, false), (630, 800, true),
    (631, 800, false), (600, 800, true), (800, 600, false), (15_000, 20_000, true), (15_001, 20_001, false),
    (0xFFFF_FFFF, 0xFFFF_FFFF, false), (0, 0, false),
  ].map { width, height, isGood in
    let facts = Forms.facts(
      of: Forms.enrolment(), documents: [.picture(PictureSize(width: width, height: height)), .good, .good])
    return isGood
      ? RuleCase("a photo of \(width)×\(height)", Forms.enrolment(), facts: facts)
      : RuleCase("a photo of \(width)×\(height)", Forms.enrolment(), facts: facts, "photo.wrongFormat/photo")
  }

  static let photos = [
    RuleCase(
      "a photo that is not a picture is refused", Forms.enrolment(),
      facts: Forms.facts(of: Forms.enrolment(), documents: [.noPicture, .good, .good]), "photo.wrongFormat/photo"),
    RuleCase(
      "one good photo is enough, even beside an unreadable one",
      Forms.enrolment { $0.documents.append(Forms.document(.photo)) },
      facts: Forms.facts(
        of: Forms.enrolment(), documents: [.unreadable, .good, .good, .good])),
    RuleCase(
      "unreadable documents are listed in the order of the kinds", Forms.enrolment { $0.documents.reverse() },
      facts: Forms.facts(of: Forms.enrolment(), documents: [.unreadable, .unreadable, .unreadable]),
      "document.unreadable/photo", "document.unreadable/healthForm063", "document.unreadable/healthForm026"),
  ]
}
