import QueueContracts

extension SampleTown {
  /// Makes the draft of a scenario's application, and enters the needed records in the registers.
  package mutating func draft(_ scenario: SampleScenario, index: Int, _ random: inout SampleRandom) -> SampleDraft {
    switch scenario {
    case .enrolmentKazakh:
      let draft = enrolment(.kk, &random)
      latestFamily = draft.family
      return draft
    case .enrolmentRussian, .refusalCorrected: return enrolment(.ru, &random)
    case .enrolmentEnglish:
      return changed(enrolment(.en, &random)) {
        $0.form.school.bin = SampleSchool.special.bin
        $0.kinds.append(.pmpkConclusion)
      }
    case .socialAssistance:
      return changed(enrolment(.kk, &random)) {
        $0.form.statusCategories = [.targetedSocialAssistance]
        $0.kinds.append(.targetedSocialAssistanceCertificate)
      }
    case .orphan:
      let guardian = population.family(.kk, childBorn: year - 6, &random).mother
      return changed(enrolment(.kk, &random)) {
        $0.form.applicant = guardian.applying(as: .legalRepresentative)
        $0.form.statusCategories = [.orphan]
        $0.kinds.append(.guardianshipDecision)
      }
    case .bornAbroad:
      return changed(enrolment(.ru, isRegistered: false, &random)) {
        $0.form.child.bornAbroad = true
        $0.kinds.append(.birthCertificate)
      }
    case .homeSchooling:
      return SampleDraft(
        .homeSchooling, family(.kk, age: 9, &random), school: random.pick(SampleSchool.nearby), grade: 3,
        kinds: Self.enrolmentKinds + [.medicalCommissionConclusion])
    case .transferRussian: return transfer(.ru, grade: 5, index: index, &random)
    case .transferKazakh:
      let draft = transfer(.kk, grade: 10, index: index, &random)
      lastTransfer = draft.form.transfer
      return draft
    case .documentsMissing: return changed(enrolment(.kk, &random)) { $0.kinds = [.healthForm063] }
    case .consentMissing: return changed(enrolment(.ru, &random)) { $0.form.consentToDataAccess = false }
    case .childIinWrong:
      // The civil register does not know the family, so the birth certificate is attached. The wrong IIN is then the
      // only mistake.
      return changed(enrolment(.kk, isRegistered: false, &random)) {
        $0.form.child.iin = $0.form.child.iin.withAnotherLastDigit
        $0.kinds.append(.birthCertificate)
      }
    case .duplicate:
      let family = latestFamily ?? family(.kk, age: 6, &random)
      return changed(enrolment(of: family, &random)) { $0.form.applicant = family.father.applying(as: .parent) }
    case .windowClosed:
      let eve = CivilDate(year: year, month: 3, day: 31).map { Timestamp($0, hour: 23, minute: 59, second: 30) }
      return changed(enrolment(.ru, &random)) { $0.submittedAt = eve }
    case .forged: return enrolment(.en, &random)
    case .placeGivenBack: return enrolment(.kk, &random)
    case .registerWaited:
      let draft = changed(enrolment(.kk, &random)) { $0.form.statusCategories = [.unemployedParents] }
      registers.unemployment[draft.form.applicant.iin] = SampleRegisters.Found()
      return draft
    case .slipMismatch:
      return changed(transfer(.ru, grade: 7, index: index, &random)) {
        $0.form.transfer?.deregistrationSlip.childIin = $0.family.father.iin
        $0.form.transfer?.deregistrationSlip.grade = 3
      }
    case .slipUsed:
      return changed(transfer(.en, grade: 6, index: index, &random)) { draft in
        guard let used = lastTransfer?.deregistrationSlip.number else { return }
        draft.form.transfer?.deregistrationSlip.number = used
      }
    }
  }

  private static let enrolmentKinds: [DocumentKind] = [.photo, .healthForm063, .healthForm026]

  package func changed(_ draft: SampleDraft, _ change: (inout SampleDraft) -> Void) -> SampleDraft {
    var draft = draft
    change(&draft)
    return draft
  }

  /// Makes up a family whose child turns `age` in the year of the first submission.
  ///
  /// The civil register knows the family unless `isRegistered` is false.
  package mutating func family(
    _ language: Language, age: Int, isRegistered: Bool = true, _ random: inout SampleRandom
  ) -> SampleFamily {
    let family = population.family(language, childBorn: year - age, &random)
    if isRegistered { registers.enter(family) }
    return family
  }

  package mutating func enrolment(
    _ language: Language, isRegistered: Bool = true, _ random: inout SampleRandom
  ) -> SampleDraft {
    enrolment(of: family(language, age: 6, isRegistered: isRegistered, &random), &random)
  }

  package func enrolment(of family: SampleFamily, _ random: inout SampleRandom) -> SampleDraft {
    SampleDraft(
      .enrolment, family, school: random.pick(SampleSchool.nearby), grade: 1, kinds: Self.enrolmentKinds)
  }

  /// A transfer from ``SampleSchool/releasing`` with a week-old slip; from grade 10 on, the child has an identity card.
  package mutating func transfer(
    _ language: Language, grade: Int, index: Int, _ random: inout SampleRandom
  ) -> SampleDraft {
    let family = family(language, age: grade + 6, &random)
    let releasing = SampleSchool.releasing.bin
    let identity =
      grade < 10
      ? IdentityDocument(type: .birthCertificate, number: "SYN \(random.number(in: 1_000_000...9_999_999))")
      : IdentityDocument(type: .identityCard, number: String(random.number(in: 100_000_000...999_999_999)))
    let slip = DeregistrationSlip(
      number: "\(year)-\(seed)-\(index + 1)", issuedOn: firstSubmission.day.adding(days: -7),
      childIin: family.child.iin, fromSchoolBin: releasing, grade: grade)
    return SampleDraft(
      .transfer, family, school: random.pick(SampleSchool.nearby), grade: grade,
      kinds: [.identityDocument, .deregistrationSlip],
      transfer: TransferDetails(
        fromSchool: SchoolReference(bin: releasing), identityDocument: identity, deregistrationSlip: slip))
  }
}

extension String {
  /// The number with another last digit, which makes it invalid as an IIN.
  fileprivate var withAnotherLastDigit: String {
    guard let digit = last?.wholeNumberValue else { return self }
    return dropLast() + String((digit + 1) % 10)
  }
}
