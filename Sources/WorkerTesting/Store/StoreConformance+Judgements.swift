import Admission
import Foundation
import QueueContracts
import WorkerRuntime

extension StoreConformance {
  static let judgements = [
    StoreConformance("The grounds of a judgement are kept with the application, unchanged") { stores in
      let kept = (1...3).map { StoreSample.judgement($0) }
      try await stores.writing.change { _, ledger in
        for (number, judgement) in zip(1..., kept) {
          ledger.enter(StoreSample.application(number))
          ledger.keep(judgement)
        }
      }
      let found = try await stores.reading.judgements(of: [1, 3, 99].map(StoreSample.id))
      try expect(Set(found.map(\.application)) == Set([1, 3].map(StoreSample.id)), "the judgements asked for")
      for judgement in found { try expect(kept.contains(judgement), "\(judgement)") }
      try expect(try await stores.reading.judgements(of: []).isEmpty, "no judgements for no ids")
    },
    StoreConformance("An application has one judgement, written in the application's transaction") { stores in
      try await stores.writing.change { _, ledger in ledger.keep(StoreSample.judgement(1)) }
      var isRejected = false
      do throws(StoreError) {
        try await stores.writing.change { _, ledger in
          ledger.enter(StoreSample.application(2))
          ledger.keep(StoreSample.judgement(1, edition: "another"))
        }
      } catch {
        isRejected = error.isRejection
      }
      try expect(isRejected, "a second judgement is rejected")
      try expect(try await stores.reading.application(StoreSample.id(2)) == nil, "nothing else is written")
      let found = try await stores.reading.judgements(of: [StoreSample.id(1)])
      try expect(found == [StoreSample.judgement(1)], "the first judgement stays")
    },
    StoreConformance("Removing old messages keeps the judgements") { stores in
      try await stores.writing.change { _, ledger in ledger.keep(StoreSample.judgement(1)) }
      _ = try await stores.writing.prune(before: StoreSample.time(1_000_000), limit: 1000)
      let found = try await stores.reading.judgements(of: [StoreSample.id(1)])
      try expect(found.count == 1, "the judgement is still there")
    },
  ]
}

extension StoreError {
  fileprivate var isRejection: Bool { if case .rejected = self { true } else { false } }
}

extension StoreSample {
  /// A judgement with every kind of fact.
  public static func judgement(_ number: Int, edition: String = "Қ \"2026\" \\ é") -> Judgement {
    let form = ApplicationForm(
      service: .transfer, language: .ru,
      applicant: Applicant(iin: "850101300004", familyName: "Ә", givenName: "Ә", relation: .legalRepresentative),
      child: Child(iin: "child \(number)", familyName: "Ә", givenName: "Ә", birthDate: CivilDate(dayNumber: 17_000)),
      school: SchoolReference(bin: school.digits), grade: 1, instructionLanguage: "kk",
      statusCategories: StatusCategory.allCases, consentToDataAccess: true,
      documents: DocumentKind.allCases.prefix(5).map { kind in
        AttachedDocument(kind: kind, reference: "r", mediaType: "m", size: number, sha256: "s")
      },
      transfer: TransferDetails(
        fromSchool: SchoolReference(bin: slip.fromSchoolBin),
        identityDocument: IdentityDocument(type: .passport, number: "N1"),
        deregistrationSlip: DeregistrationSlip(
          number: slip.number, issuedOn: CivilDate(dayNumber: 20_000), childIin: "child \(number)", fromSchoolBin: "",
          grade: 1)))
    var facts = Facts(
      signature: .otherSigner,
      civilRegistration: .found(CivilRecord(parents: [], birthDate: CivilDate(dayNumber: 17_000))),
      socialAssistance: .found(true), unemployment: .notFound, guardianship: .unavailable,
      documents: [
        .good, .unreadable, .picture(PictureSize(width: 300, height: 400)), .noPicture, .notOpened,
      ])
    facts.times.documents = time(number)
    facts.times.registers = [.civilRegistration: time(number), .unemployment: time(number + 1)]
    let submission = Submission(form: form, facts: facts, edition: .builtIn, submittedAt: time(number))
    let grounds = Grounds(submission, reasons: [Reason(.consentMissing), Reason(.documentMissing, .photo)])
    return Judgement(application: id(number), edition: edition, judgedAt: time(number + 2), grounds: grounds)
      .adding([Reason(.applicationDuplicate)])
  }
}
