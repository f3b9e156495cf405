import QueueContracts

// The applicant's standing towards the child, and the registers that may be asked about them.
extension Submission {
  /// True if the applicant applies as a parent, and the civil register names others.
  var isNotParent: Bool {
    guard form.applicant.relation == .parent, let record = facts.civilRegistration.record, !record.parents.isEmpty
    else { return false }
    return !record.parents.contains(form.applicant.iin)
  }

  /// The finding of the rule on legal representatives: the guardian in the register, or a decision attached.
  ///
  /// It is not judged for a transfer.
  var representation: [Finding] {
    guard dependsOnDecision, !attachesAll(.guardianshipDecision) else { return [] }
    return facts.guardianship == .unavailable
      ? [.waitFor(.guardianship)] : [.reason(Reason(.applicantNotRepresentative))]
  }

  /// True if the applicant represents the child, and no register confirms it.
  var dependsOnDecision: Bool {
    guard form.applicant.relation == .legalRepresentative, form.service != .transfer else { return false }
    return switch facts.guardianship {
    case .notAsked: false
    case .found(let record): record.guardian != form.applicant.iin
    case .notFound, .unavailable: true
    }
  }

  /// True if the registers say that the applicant is nobody's parent or guardian here.
  ///
  /// Nothing else that they say is judged then: by an application that is bound to be refused, a stranger would learn
  /// whether a child is registered, is under guardianship, or lives on assistance.
  public var isByStranger: Bool {
    isNotParent || representation.contains(.reason(Reason(.applicantNotRepresentative)))
  }

  /// The child's day of birth by the civil register if it has found the child and may be told, else by the form.
  var birthDate: CivilDate {
    isByStranger ? form.child.birthDate : facts.civilRegistration.record?.birthDate ?? form.child.birthDate
  }

  /// The window of the school's region.
  var firstGradeWindow: ClosedRange<MonthDay> { edition.firstGradeWindow(of: form.school.bin) }

  /// The registers that the judgement may need.
  ///
  /// Consent is the applicant's to give: if another person has signed, no register is asked, as without consent.
  public var registers: Set<Register> {
    guard form.consentToDataAccess, facts.signature != .otherSigner else { return [] }
    // No rule on a transfer waits for a register; this one tells whether the applicant is tied to the child.
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
  /// True for enrolment in the first grade, to which alone the window and the age rule apply (S-window).
  ///
  /// A child that is taught at home falls ill at any time.
  var isFirstGrade: Bool { grade == 1 && service == .enrolment }
}
