import Admission
import QueueContracts
import Testing

/// A source of random choices; the same seed gives the same choices.
struct Chance {
  private var numbers: SplitMix64

  init(seed: UInt64) { numbers = SplitMix64(seed: seed) }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(numbers.next() % UInt64(range.count))
  }

  mutating func one<Value>(of values: [Value]) -> Value { values[number(0...values.count - 1)] }
  mutating func some<Value>(of values: [Value], atMost count: Int) -> [Value] {
    (0..<number(0...count)).map { _ in one(of: values) }
  }
  mutating func yes() -> Bool { number(0...1) == 1 }
}

/// Random submissions, which need not make sense.
extension Submission {
  static func any(_ chance: inout Chance, _ editions: RulesEditions) -> Submission {
    let iins = [Forms.applicant, Forms.otherAdult, Forms.child, "", "1", "991231500770", "ӘІҢҒҮҰҚӨҺ", "\u{0}"]
    let day = CivilDate("2018-01-01")!.adding(days: chance.number(0...1500))
    let service = chance.one(of: Service.allCases)
    let kinds = chance.some(of: DocumentKind.allCases, atMost: 9)
    let form = ApplicationForm(
      service: service, language: chance.one(of: Language.allCases),
      applicant: Applicant(
        iin: chance.one(of: iins), familyName: "Ә", givenName: "",
        relation: chance.one(of: [.parent, .legalRepresentative])),
      child: Child(
        iin: chance.one(of: iins), familyName: "", givenName: "Ө", birthDate: day, bornAbroad: chance.yes()),
      school: SchoolReference(bin: chance.one(of: [Forms.school, Forms.otherSchool, ""])), grade: chance.number(0...3),
      instructionLanguage: "kk", statusCategories: chance.some(of: StatusCategory.allCases, atMost: 4),
      consentToDataAccess: chance.number(0...3) > 0,
      documents: kinds.map { Forms.document($0, size: chance.one(of: [0, 1, 1000, 5_000_000, .max])) },
      transfer: service == .transfer ? Forms.transfer().transfer : nil)
    let seconds = Int64(chance.number(0...(2 * 366 * 86_400)))
    return Submission(
      form: form, facts: .any(of: form, &chance), edition: chance.one(of: editions.all),
      submittedAt: Timestamp(CivilDate("2026-01-01")!, hour: 0).adding(seconds: seconds))
  }

  /// The submission with one more good document, of size 0 so that the limit of size is not passed.
  func adding(_ kind: DocumentKind) -> Submission {
    var (form, facts) = (form, facts)
    form.documents.append(Forms.document(kind, size: 0))
    facts.documents.append(.good)
    return Submission(form: form, facts: facts, edition: edition, submittedAt: submittedAt)
  }

  var findings: [Finding] { IntakeRules.applicable(to: self).flatMap { $0.findings(self) } }
}

extension Facts {
  /// Random facts about a form; only the registers that the form needs were asked.
  static func any(of form: ApplicationForm, _ chance: inout Chance) -> Facts {
    let signature = chance.one(of: [SignatureFact.genuine, .genuine, .genuine, .otherSigner, .invalid])
    let registers = Submission(
      form: form, facts: Facts(signature: signature), edition: .builtIn,
      submittedAt: Timestamp(form.child.birthDate, hour: 0)
    ).registers
    func answer<Record>(_ register: Register, _ record: Record, _ chance: inout Chance) -> Lookup<Record> {
      registers.contains(register) ? chance.one(of: [.found(record), .notFound, .unavailable]) : .notAsked
    }
    let adults = [Forms.applicant, Forms.otherAdult]
    let civil = CivilRecord(
      parents: chance.some(of: adults, atMost: 2),
      birthDate: CivilDate("2019-06-01")!.adding(days: chance.number(0...900)))
    return Facts(
      signature: signature,
      civilRegistration: answer(.civilRegistration, civil, &chance),
      socialAssistance: answer(.socialAssistance, true, &chance),
      unemployment: answer(.unemployment, true, &chance),
      guardianship: answer(.guardianship, GuardianRecord(guardian: chance.one(of: adults)), &chance),
      documents: form.documents.map { _ in chance.one(of: [.good, .good, .unreadable, .noPicture, .notOpened]) })
  }
}

@Suite("Random forms")
struct IntakePropertyTests {
  private func submissions(_ seed: UInt64) throws -> [Submission] {
    var chance = Chance(seed: seed)
    let editions = try RulesEditions(json: RulesFiles.text.utf8)
    return (0..<150).map { _ in Submission.any(&chance, editions) }
  }

  @Test(
    "Judging a random form never crashes, and gives the same verdict and explanation every time",
    arguments: 1...4 as ClosedRange<UInt64>)
  func deterministic(seed: UInt64) throws {
    let again = try submissions(seed)
    for (index, submission) in try submissions(seed).enumerated() {
      #expect(IntakeRules.judge(submission) == IntakeRules.judge(again[index]), "seed \(seed), form \(index)")
      let applied = IntakeRules.applicable(to: submission).map { $0.applied(to: submission) }
      #expect(Verdict(applied.flatMap(\.findings)) == IntakeRules.judge(again[index]), "seed \(seed), form \(index)")
    }
  }

  @Test("A random form's reasons stand in the contract's order, each once", arguments: 1...4 as ClosedRange<UInt64>)
  func ordered(seed: UInt64) throws {
    for (index, submission) in try submissions(seed).enumerated() {
      guard case .judged(let reasons) = IntakeRules.judge(submission) else { continue }
      let codes = reasons.compactMap(\.known)
      #expect(codes == codes.sorted() && Set(reasons).count == reasons.count, "seed \(seed), form \(index)")
    }
  }

  @Test(
    "One more valid document never adds a reason, and never makes the application wait for another register",
    arguments: 1...4 as ClosedRange<UInt64>)
  func monotonic(seed: UInt64) throws {
    for (index, submission) in try submissions(seed).enumerated() {
      let before = submission.findings
      for kind in DocumentKind.allCases {
        // A decision on guardianship can make the applicant the guardian. Then all rules apply, so reasons may be
        // added.
        if submission.applicantLacksStanding, !submission.adding(kind).applicantLacksStanding { continue }
        let more = submission.adding(kind).findings.filter { !before.contains($0) }
        #expect(more.isEmpty, "seed \(seed), form \(index), \(kind)")
      }
    }
  }

  @Test(
    "An applicant who is neither parent nor guardian gets the same answer, whatever the other registers say",
    arguments: 1...4 as ClosedRange<UInt64>)
  func strangers(seed: UInt64) throws {
    var chance = Chance(seed: seed &+ 1000)
    var count = 0
    for (index, submission) in try submissions(seed).enumerated() where submission.applicantLacksStanding {
      var other = submission
      let again = Facts.any(of: submission.form, &chance)
      other.facts.socialAssistance = again.socialAssistance
      other.facts.unemployment = again.unemployment
      if submission.form.applicant.relation == .parent {
        other.facts.guardianship = again.guardianship
      } else {
        other.facts.civilRegistration = again.civilRegistration
      }
      #expect(submission.findings == other.findings, "seed \(seed), form \(index)")
      count += 1
    }
    #expect(count > 0)
  }

  @Test(
    "An answer is due at 18:00 of a working day after the day of submission", arguments: 1...4 as ClosedRange<UInt64>)
  func due(seed: UInt64) throws {
    for (index, submission) in try submissions(seed).enumerated() {
      let due = submission.edition.due(submission.form.service, submittedAt: submission.submittedAt)
      #expect(submission.edition.calendar.isWorkingDay(due.day), "seed \(seed), form \(index)")
      #expect(
        due == Timestamp(due.day, hour: 18) && due.day > submission.submittedAt.day, "seed \(seed), form \(index)")
    }
  }
}
