import QueueContracts

// Who applies for whom, and which registers may be asked about them.
extension Submission {
  /// The applicant applies as a parent, and the civil register names others.
  var isNotParent: Bool {
    guard form.applicant.relation == .parent, let record = facts.civilRegistration.record, !record.parents.isEmpty
    else { return false }
    return !record.parents.contains(form.applicant.iin)
  }

  /// A legal representative is the guardian in the register or attaches the decision; for a transfer it is not judged.
  var representation: [Finding] {
    guard dependsOnDecision, !attachesAll(.guardianshipDecision) else { return [] }
    return facts.guardianship == .unavailable
      ? [.waitFor(.guardianship)] : [.reason(Reason(.applicantNotRepresentative))]
  }

  /// The applicant represents the child, and no register confirms it.
  var dependsOnDecision: Bool {
    guard form.applicant.relation == .legalRepresentative, form.service != .transfer else { return false }
    return switch facts.guardianship {
    case .notAsked: false
    case .found(let record): record.guardian != form.applicant.iin
    case .notFound, .unavailable: true
    }
  }

  /// The registers say that the applicant is nobody's parent or guardian here.
  ///
  /// Nothing else that they say is judged then: by an application that is bound to be refused, a stranger would learn
  /// whether a child is registered, is under guardianship, or lives on assistance.
  public var isByStranger: Bool {
    isNotParent || representation.contains(.reason(Reason(.applicantNotRepresentative)))
  }

  /// The civil register's where it has found the child and may be told, else the form's.
  var birthDate: CivilDate {
    isByStranger ? form.child.birthDate : facts.civilRegistration.record?.birthDate ?? form.child.birthDate
  }

  /// That of the school's region.
  var firstGradeWindow: ClosedRange<MonthDay> { edition.firstGradeWindow(of: form.school.bin) }

  /// The registers that its judgement may need.
  ///
  /// Consent is the applicant's to give: where another has signed, nobody is asked, as without consent.
  public var registers: Set<Register> {
    guard form.consentToDataAccess, facts.signature != .otherSigner else { return [] }
    // Nothing of a transfer waits for them: they say whether the applicant is the child's (``ApplicantTie``).
    if form.service == .transfer { return [standingRegister] }
    var needed: Set<Register> = [.civilRegistration]
    needed.formUnion(form.statusCategories.compactMap(\.register))
    if form.applicant.relation == .legalRepresentative { needed.insert(.guardianship) }
    return needed
  }

  /// The register that says whether the applicant may speak for the child, to be asked before any other.
  public var standingRegister: Register {
    form.applicant.relation == .parent ? .civilRegistration : .guardianship
  }
}

extension ApplicationForm {
  /// The window and the age rule are for these (S-window): a child that is taught at home falls ill at any time.
  var isFirstGrade: Bool { grade == 1 && service == .enrolment }
}
