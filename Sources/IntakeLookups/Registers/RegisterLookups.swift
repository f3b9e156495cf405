public import Admission
import Foundation
import Logging
import QueueContracts
import WorkerBase

/// Asks the registers that a form needs.
///
/// The register that says whether the applicant may apply for the child is asked first. If the applicant is neither
/// parent nor guardian, no other register is asked, so the refusal tells nothing more about the family.
public struct RegisterLookups: Sendable {
  let source: any RegisterSource
  let logger: Logger

  /// The submission's facts, completed by the registers' answers.
  ///
  /// Without the applicant's consent no register is asked (S-enrol).
  ///
  /// - Throws: `QuestionPace.Crowded` if `REGISTER_RATE` leaves no time for a question.
  public func facts(of submission: Submission) async throws -> Facts {
    let (form, first) = (submission.form, submission.standingRegister)
    let others = submission.registers.subtracting([first])
    var submission = submission
    if submission.registers.contains(first) { try await ask(first, about: form, into: &submission.facts) }
    guard !submission.applicantLacksStanding else { return submission.facts }
    // The civil register's answer names the parents, about whom other registers are asked next.
    if others.contains(.civilRegistration) { try await ask(.civilRegistration, about: form, into: &submission.facts) }

    return try await askSideBySide(others.subtracting([.civilRegistration]), about: submission)
  }

  /// Asks several registers at once; no question depends on the answer of another register.
  private func askSideBySide(_ registers: Set<Register>, about submission: Submission) async throws -> Facts {
    guard !registers.isEmpty else { return submission.facts }
    let (form, family) = (submission.form, Family(of: submission))
    return try await withThrowingTaskGroup(of: Answer.self) { group in
      for register in registers {
        group.addImmediateTask {
          switch register {
          case .civilRegistration: .birth(try await birth(of: form))
          case .guardianship: .guardian(try await guardian(of: form))
          case .socialAssistance: .assistance(try await answer(SocialAssistance.self, of: family))
          case .unemployment: .unemployment(try await answer(Unemployment.self, of: family))
          }
        }
      }
      var facts = submission.facts
      for answer in try await group.allAnswers() { facts.note(answer) }
      let now = Timestamp.now
      for register in registers { facts.times.registers[register] = now }
      return facts
    }
  }

  /// Asks the civil register or the guardianship register about the child.
  private func ask(_ register: Register, about form: ApplicationForm, into facts: inout Facts) async throws {
    switch register {
    case .civilRegistration: facts.civilRegistration = try await birth(of: form)
    case .guardianship: facts.guardianship = try await guardian(of: form)
    case .socialAssistance, .unemployment: return
    }
    facts.times.registers[register] = .now
  }

  private func birth(of form: ApplicationForm) async throws -> Lookup<CivilRecord> {
    try await answer(CivilRegistration.self, about: form.child.iin)
      .map { $0.record(birthDateOnForm: form.child.birthDate) }
  }

  private func guardian(of form: ApplicationForm) async throws -> Lookup<GuardianRecord> {
    try await answer(Guardianship.self, about: form.child.iin).map { GuardianRecord(guardian: $0.guardian) }
  }

  // MARK: - The family

  /// Asks a register about a family.
  ///
  /// If the register finds one person, it has found the family. If it finds nobody and is unavailable for one person,
  /// it is unavailable for the family. The same holds if nobody knows who the parents are, because the civil register
  /// is unavailable.
  ///
  /// The parents are looked up only if the applicant is not found, so one question is enough for most families.
  private func answer<Record: RegisterRecord>(_ type: Record.Type, of family: Family) async throws -> Lookup<Bool> {
    let own = try await answer(type, about: family.applicant).map { _ in true }
    guard own != .found(true) else { return own }
    return try await withThrowingTaskGroup(of: Lookup<Bool>.self) { group in
      for iin in family.parents { group.addImmediateTask { try await answer(type, about: iin).map { _ in true } } }
      let answers = [own] + (try await group.allAnswers()) + (family.isKnown ? [] : [.unavailable])
      return [.found(true), .unavailable].first { answers.contains($0) } ?? .notFound
    }
  }

  // MARK: - One question

  private func answer<Record: RegisterRecord>(_ type: Record.Type, about iin: String) async throws -> Lookup<Record> {
    // A number that is no IIN belongs to nobody, so no register can know it.
    guard let iin = IIN(iin) else { return .notFound }
    let start = ContinuousClock.now
    let found: Lookup<Record> = read(try await source.answer(of: type.register, about: iin))
    LookupMetrics.shared.tell(.lookups, .lookupSeconds, ("lookup", type.register.rawValue), found.word, since: start)
    return found
  }

  private func read<Record: RegisterRecord>(_ answer: Lookup<Data>) -> Lookup<Record> {
    switch answer {
    case .found(let json):
      // A record that cannot be read says nothing about the person, so nobody may be refused for it.
      guard let record = try? JSONReader.decode(Record.self, from: json) else {
        logger.warning(
          "A state register's record cannot be read", metadata: [LogKey.detail: "\(Record.register.rawValue)"])
        return .unavailable
      }
      return .found(record)
    case .notFound: return .notFound
    case .unavailable: return .unavailable
    case .notAsked: return .notAsked
    }
  }
}

extension ThrowingTaskGroup {
  /// Waits for all tasks, then returns what they return, or throws the error of one of them.
  ///
  /// Unlike `for try await`, an error cancels no other question: a question that has its turn is still asked.
  fileprivate mutating func allAnswers() async throws -> [ChildTaskResult] {
    var results: [Result<ChildTaskResult, Failure>] = []
    while let result = await nextResult() { results.append(result) }
    return try results.map { try $0.get() }
  }
}

/// The people about whom a family's registers are asked, by their IINs.
private struct Family {
  /// Registers are asked about at most this many parents, which is more than a child has.
  private static let mostParents = 8

  let applicant: String
  /// The parents whom the civil register names, without the applicant, each once.
  private(set) var parents: [String] = []
  /// False if the civil register is unavailable, so that there may be another parent.
  let isKnown: Bool

  init(of submission: Submission) {
    applicant = submission.form.applicant.iin
    isKnown = submission.facts.civilRegistration != .unavailable
    guard case .found(let record) = submission.facts.civilRegistration else { return }
    for parent in record.parents.prefix(Self.mostParents) where parent != applicant && !parents.contains(parent) {
      parents.append(parent)
    }
  }
}

/// The answer of one register.
private enum Answer: Sendable {
  case birth(Lookup<CivilRecord>)
  case guardian(Lookup<GuardianRecord>)
  case assistance(Lookup<Bool>)
  case unemployment(Lookup<Bool>)
}

extension Facts {
  fileprivate mutating func note(_ answer: Answer) {
    switch answer {
    case .birth(let birth): civilRegistration = birth
    case .guardian(let guardian): guardianship = guardian
    case .assistance(let assistance): socialAssistance = assistance
    case .unemployment(let unemployed): unemployment = unemployed
    }
  }
}

extension Lookup {
  fileprivate func map<Other>(_ change: (Record) -> Other) -> Lookup<Other> {
    switch self {
    case .found(let record): .found(change(record))
    case .notFound: .notFound
    case .unavailable: .unavailable
    case .notAsked: .notAsked
    }
  }
}
