public import Admission
import Foundation
import Logging
public import QueueContracts
import WorkerRuntime

/// Asks the registers that a form needs, all at once.
public struct RegisterLookups: Sendable {
  let source: any RegisterSource
  let logger: Logger

  /// The answers, in facts that hold nothing else.
  ///
  /// Without consent no register is asked (S-enrol).
  public func facts(of form: ApplicationForm) async -> Facts {
    let asked = form.registers
    func ask<Record: RegisterRecord>(_ type: Record.Type, about iin: String) async -> Lookup<Record> {
      asked.contains(type.register) ? await answer(type, about: iin) : .notAsked
    }
    async let civilRegistration = ask(CivilRegistration.self, about: form.child.iin)
    async let socialAssistance = ask(SocialAssistance.self, about: form.applicant.iin)
    async let unemployment = ask(Unemployment.self, about: form.applicant.iin)
    async let guardianship = ask(Guardianship.self, about: form.child.iin)
    return await Facts(
      civilRegistration: civilRegistration.map { $0.record(birthDateOnForm: form.child.birthDate) },
      socialAssistance: socialAssistance.map { _ in true }, unemployment: unemployment.map { _ in true },
      guardianship: guardianship.map { GuardianRecord(guardian: $0.guardian) })
  }

  private func answer<Record: RegisterRecord>(_ type: Record.Type, about iin: String) async -> Lookup<Record> {
    // Nobody has such a number, so no register has anything about it.
    guard let iin = IIN(iin) else { return .notFound }
    let start = ContinuousClock.now
    let found: Lookup<Record> = read(await source.answer(of: type.register, about: iin))
    LookupMetrics.tell(.lookups, .lookupSeconds, ("lookup", type.register.rawValue), found.word, since: start)
    return found
  }

  private func read<Record: RegisterRecord>(_ answer: Lookup<Data>) -> Lookup<Record> {
    switch answer {
    case .found(let json):
      // A record that cannot be read says nothing about the person: it must not refuse anybody.
      guard let record = try? JSONDecoder().decode(Record.self, from: json) else {
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
