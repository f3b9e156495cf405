import QueueContracts

// Who the applicant is to the child, and the registers that may be asked about applicant and child.
extension Submission {
  /// True if the applicant applies as a parent, and the civil register names other people as the parents.
  var isNotParent: Bool {
    guard form.applicant.relation == .parent, let record = facts.civilRegistration.record, !record.parents.isEmpty
    else { return false }
    return !record.parents.contains(form.applicant.iin)
  }

  /// The findings about a legal representative, who must be the guardian by the register or by an attached decision.
  ///
  /// For a transfer there are none.
  var representation: [Finding] {
    guard dependsOnDecision, !attachesAll(.guardianshipDecision) else { return [] }
    return facts.guardianship == .unavailable
      ? [.waitFor(.guardianship)] : [.reason(Reason(.applicantNotRepresentative))]
  }

  /// True if a legal representative must attach a decision on guardianship.
  ///
  /// A decision is needed if the guardianship register was asked and does not name the applicant. A transfer needs no
  /// decision.
  var dependsOnDecision: Bool {
    guard form.applicant.relation == .legalRepresentative, form.service != .transfer else { return false }
    return switch facts.guardianship {
    case .notAsked: false
    case .found(let record): record.guardian != form.applicant.iin
    case .notFound, .unavailable: true
    }
  }

  /// True if the applicant is refused as neither parent nor guardian of the child.
  ///
  /// Then no other answer of a register is judged. Otherwise anybody could learn, from the refusal of a made-up
  /// application, whether a child is registered, is under guardianship, or lives on assistance.
  public var applicantLacksStanding: Bool {
    isNotParent || representation.contains(.reason(Reason(.applicantNotRepresentative)))
  }

  /// The child's day of birth: from the civil register if it has found the child, otherwise from the form.
  ///
  /// If the applicant is neither parent nor guardian, the day on the form counts in any case.
  var birthDate: CivilDate {
    applicantLacksStanding ? form.child.birthDate : facts.civilRegistration.record?.birthDate ?? form.child.birthDate
  }

  /// The days on which the school receives applications for the first grade.
  var firstGradeWindow: ClosedRange<MonthDay> { edition.firstGradeWindow(of: form.school.bin) }

  /// The registers that the judgement may need.
  ///
  /// No register is asked without the applicant's consent. Consent on a form that another person has signed does not
  /// count.
  public var registers: Set<Register> {
    guard form.consentToDataAccess, facts.signature != .otherSigner else { return [] }
    // No rule on a transfer waits for a register. Only the standing register is asked, because it says whether the
    // applicant is the child's parent or guardian.
    if form.service == .transfer { return [standingRegister] }
    var needed: Set<Register> = [.civilRegistration]
    needed.formUnion(form.statusCategories.compactMap(\.register))
    if form.applicant.relation == .legalRepresentative { needed.insert(.guardianship) }
    return needed
  }

  /// The register that says whether the applicant may apply for the child; it is asked before any other.
  public var standingRegister: Register {
    form.applicant.relation == .parent ? .civilRegistration : .guardianship
  }
}

extension ApplicationForm {
  /// True for enrolment in the first grade: the window and the age rule apply to nothing else (S-window).
  ///
  /// Home schooling has no window, because a child can fall ill at any time.
  var isFirstGrade: Bool { grade == 1 && service == .enrolment }
}
