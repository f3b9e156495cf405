import Admission
import CitizenTexts
import QueueContracts
import WorkerRuntime

extension Explanation {
  /// Explains from the store how an application was judged; nothing is looked up again.
  ///
  /// - Parameters:
  ///   - application: the application's id.
  ///   - records: the workers' store.
  ///   - editions: the editions among which the application's edition is looked up; the built-in editions are added. If
  ///     the application's edition is not found, the explanation does not show the values that the rules looked at.
  ///   - texts: the words of the reasons.
  ///   - personal: true to give personal data in full.
  /// - Returns: the explanation.
  /// - Throws: ``OperationFailure`` if the application is unknown, or its judgement was not recorded.
  public static func recorded(
    of application: ApplicationID, in records: any Records, editions: RulesEditions, texts: HistoryTexts,
    personal: Bool
  ) async throws -> Explanation {
    let (record, judgement) = try await Connections.asking {
      (try await records.application(application), try await records.judgements(of: [application]).first)
    }
    guard let record else {
      throw OperationFailure.couldNotBeDone("No application with this id is in the register.")
    }
    guard let judgement else {
      throw OperationFailure.couldNotBeDone(
        record.state == .received
          ? "The application waits and has not been judged yet; admissionctl where says what for."
          : "Of this application it is not recorded how it was judged: an older version did it, or it ended before.")
    }
    return Explanation(
      judgement, of: record, edition: editions.edition(named: judgement.edition), texts: texts, personal: personal)
  }
}

extension RulesEditions {
  /// The edition of this name among these editions and the built-in ones; nil if there is none.
  fileprivate func edition(named name: String) -> RulesEdition? {
    let builtIn = Self.builtInNames.compactMap { Self.builtIn(named: $0) }.flatMap(\.all)
    return (all + builtIn).first { $0.name == name }
  }
}
