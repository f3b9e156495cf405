import Admission
import QueueContracts

/// The outcomes that recorded applications would have under other rules.
public struct TrialReport: Encodable, Sendable {
  /// One reason, and the number of applications that would gain or lose it.
  public struct Rule: Encodable, Equatable, Sendable {
    /// The reason's code.
    public let code: String
    /// The reason's subject; nil if it has none.
    public let subject: String?
    /// The number of applications that would newly have the reason.
    public fileprivate(set) var begins = 0
    /// The number of applications that would no longer have the reason.
    public fileprivate(set) var ends = 0
    /// The number of applications whose record does not tell whether they would have the reason.
    public fileprivate(set) var cannotBeTold = 0
  }

  /// The numbers of applications with the same or another outcome.
  public struct Outcomes: Encodable, Equatable, Sendable {
    /// The number of applications with the same outcome and reasons.
    public fileprivate(set) var same = 0
    /// The number of applications that were accepted and would be refused.
    public fileprivate(set) var refusedInsteadOfAccepted = 0
    /// The number of applications that were refused and would be accepted.
    public fileprivate(set) var acceptedInsteadOfRefused = 0
    /// The number of applications that would be refused again, but for other reasons.
    public fileprivate(set) var refusedForOtherReasons = 0
    /// The number of applications whose record does not tell the outcome.
    public fileprivate(set) var cannotBeTold = 0
  }

  /// An application that would or might be judged differently.
  public struct Change: Encodable, Equatable, Sendable {
    /// The application's number.
    public let number: ApplicationNumber
    /// The reasons when the application was judged.
    public let was: [String]
    /// The reasons under the tried rules.
    public let would: [String]
    /// The codes of the reasons that are uncertain, because the record lacks a fact.
    public let cannotBeTold: [String]
  }

  /// The first day on which the applications were submitted.
  public let since: CivilDate
  /// The editions that were tried, by name.
  public let editions: [String]
  /// The number of applications that were judged again.
  public private(set) var applications = 0
  /// The number of applications whose judgement was not recorded.
  public private(set) var notRecorded = 0
  /// The numbers of applications with the same or another outcome.
  public private(set) var outcomes = Outcomes()
  /// The numbers by reason, in the contract's order.
  public private(set) var rules: [Rule] = []
  /// The applications that would or might be judged differently; nil if they are not to be listed.
  public private(set) var changes: [Change]?

  private static let pageLength = 1000

  private enum CodingKeys: CodingKey {
    case since, editions, applications, notRecorded, outcomes, rules, changes
  }

  /// Judges again, page by page, the applications that were submitted on this day or later.
  ///
  /// - Throws: ``OperationFailure`` if the store does not answer.
  public static func of(
    _ records: any RegisterQueries, since day: CivilDate, by editions: RulesEditions, listing: Bool
  ) async throws -> TrialReport {
    var report = TrialReport(since: day, editions: editions.all.map(\.name), changes: listing ? [] : nil)
    var counts: [Key: Rule] = [:]
    let time = Timestamp(day, hour: 0)..<Timestamp(milliseconds: .max)
    var last: ApplicationRecord?
    while true {
      let (page, judgements) = try await Connections.asking { [last] in
        let page = try await records.applications(submitted: time, after: last, limit: pageLength)
        return (page, try await records.judgements(of: page.map(\.id)))
      }
      let known = Dictionary(judgements.map { ($0.application, $0) }) { first, _ in first }
      for record in page {
        guard let judgement = known[record.id] else {
          report.notRecorded += 1
          continue
        }
        report.add(Retrial(judgement, of: record, by: editions), of: record.number, to: &counts)
      }
      last = page.last
      if page.count < pageLength { break }
    }
    report.rules = counts.sorted { $0.key < $1.key }.map(\.value)
    return report
  }

  private init(since: CivilDate, editions: [String], changes: [Change]?) {
    self.since = since
    self.editions = editions
    self.changes = changes
  }

  /// A reason's code and subject; keys sort in the contract's order.
  private struct Key: Hashable, Comparable {
    let code: ReasonCode
    let subject: String?

    static func < (left: Self, right: Self) -> Bool {
      (left.code, left.subject ?? "") < (right.code, right.subject ?? "")
    }
  }

  private mutating func add(_ retrial: Retrial, of number: ApplicationNumber, to counts: inout [Key: Rule]) {
    applications += 1
    func count(_ code: ReasonCode?, _ subject: String?, _ place: WritableKeyPath<Rule, Int>) {
      guard let code else { return }
      let key = Key(code: code, subject: subject)
      counts[key, default: Rule(code: code.rawValue, subject: subject)][keyPath: place] += 1
    }
    for reason in retrial.otherReasons where !retrial.firstReasons.contains(reason) {
      count(reason.known, reason.subject, \.begins)
    }
    for reason in retrial.firstReasons where !retrial.otherReasons.contains(reason) {
      // The record does not tell whether the reason would still hold.
      if reason.known.map(retrial.uncertainRules.contains) ?? false { continue }
      count(reason.known, reason.subject, \.ends)
    }
    for code in retrial.uncertainRules { count(code, nil, \.cannotBeTold) }

    switch (retrial.firstOutcome, retrial.otherOutcome) {
    case (_, .cannotBeTold): outcomes.cannotBeTold += 1
    case (.accepted, .refused): outcomes.refusedInsteadOfAccepted += 1
    case (_, .accepted) where !retrial.firstReasons.isEmpty: outcomes.acceptedInsteadOfRefused += 1
    case _ where retrial.firstReasons != retrial.otherReasons: outcomes.refusedForOtherReasons += 1
    default: outcomes.same += 1
    }
    guard changes != nil, retrial.firstReasons != retrial.otherReasons || !retrial.uncertainRules.isEmpty else {
      return
    }
    changes?.append(
      Change(
        number: number, was: retrial.firstReasons.map(\.short), would: retrial.otherReasons.map(\.short),
        cannotBeTold: retrial.uncertainRules.sorted().map(\.rawValue)))
  }
}
