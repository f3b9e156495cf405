import QueueContracts

extension SampleTown {
  /// Makes the draft of a situation's application, and enters the needed records in the registers.
  package mutating func draft(_ situation: Situation, index: Int, _ random: inout SampleRandom) -> SampleDraft {
    switch situation {
    case .accepted, .signatureInvalid: return enrolment(.kk, &random)
    case .acceptedBySMS: return enrolment(.ru, &random)
    case .specialSchool:
      return changed(enrolment(.en, &random)) {
        $0.form.school.bin = SampleSchool.special.bin
        $0.kinds.append(.pmpkConclusion)
      }
    case .socialAssistance:
      let draft = changed(enrolment(.kk, &random)) { $0.form.statusCategories = [.targetedSocialAssistance] }
      registers.socialAssistance[draft.form.applicant.iin] = SampleRegisters.Found()
      return draft
    case .unemployedParent, .registerDown:
      let draft = changed(enrolment(.ru, &random)) { $0.form.statusCategories = [.unemployedParents] }
      registers.unemployment[draft.form.applicant.iin] = SampleRegisters.Found(isReadable: situation != .registerDown)
      return draft
    case .guardian:
      let guardian = population.family(.kk, childBorn: year - 6, &random).mother
      let draft = changed(enrolment(.kk, &random)) {
        $0.form.applicant = guardian.applying(as: .legalRepresentative)
        $0.form.statusCategories = [.orphan]
      }
      registers.guardianship[draft.form.child.iin] = SampleRegisters.Guardianship(guardian: guardian.iin)
      return draft
    case .bornAbroad:
      return changed(enrolment(.ru, isRegistered: false, &random)) {
        $0.form.child.bornAbroad = true
        $0.kinds.append(.birthCertificate)
      }
    case .homeSchooling: return draft(SampleScenario.homeSchooling, index: index, &random)
    case .missingHealthForm: return changed(enrolment(.kk, &random)) { $0.kinds = [.photo, .healthForm063] }
    case .missingPhoto: return changed(enrolment(.ru, &random)) { $0.kinds = [.healthForm063, .healthForm026] }
    case .photoWrongSize: return changed(enrolment(.kk, &random)) { $0.flaws[.photo] = .square }
    case .documentDamaged: return changed(enrolment(.ru, &random)) { $0.flaws[.healthForm063] = .damaged }
    case .documentsTooLarge:
      return changed(enrolment(.kk, &random)) {
        $0.kinds.append(.birthCertificate)
        $0.flaws[.birthCertificate] = .declaredTooLarge
      }
    case .noConsent: return draft(SampleScenario.consentMissing, index: index, &random)
    case .childIinWrong: return draft(SampleScenario.childIinWrong, index: index, &random)
    case .tooYoung: return enrolment(of: family(.kk, age: 5, &random), &random)
    case .windowClosed: return draft(SampleScenario.windowClosed, index: index, &random)
    case .notAParent, .notAGuardian:
      let stranger = population.family(.ru, childBorn: year - 6, &random).mother
      return changed(enrolment(.ru, &random)) {
        $0.form.applicant = stranger.applying(as: situation == .notAParent ? .parent : .legalRepresentative)
      }
    case .alreadyApplied:
      let first = enrolment(.kk, &random)
      earlier.append((first, index))
      return changed(enrolment(of: first.family, &random)) {
        $0.form.applicant = first.family.father.applying(as: .parent)
      }
    case .signerMismatch: return changed(enrolment(.kk, &random)) { $0.signer = $0.family.father }
    default: return draft(move: situation, index: index, &random)
    }
  }

  private mutating func draft(move situation: Situation, index: Int, _ random: inout SampleRandom) -> SampleDraft {
    switch situation {
    case .sameSchool:
      return changed(transfer(.kk, grade: 3, index: index, &random)) { $0.form.school.bin = SampleSchool.releasing.bin }
    case .slipMismatch: return draft(SampleScenario.slipMismatch, index: index, &random)
    case .slipUsed:
      let first = transfer(.ru, grade: 6, index: index, &random)
      earlier.append((first, index))
      return changed(transfer(.en, grade: 6, index: index, &random)) {
        guard let used = first.form.transfer?.deregistrationSlip.number else { return }
        $0.form.transfer?.deregistrationSlip.number = used
      }
    case .identityMismatch:
      return changed(transfer(.kk, grade: 10, index: index, &random)) {
        $0.form.transfer?.identityDocument = IdentityDocument(type: .identityCard, number: "12345678")
      }
    case .schoolUnknown: return changed(enrolment(.kk, &random)) { $0.form.school.bin = SampleSchool.unknownBin }
    default: return transfer(.ru, grade: 5, index: index, &random)
    }
  }
}
