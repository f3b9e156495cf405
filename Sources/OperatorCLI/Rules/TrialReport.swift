import Admission
import QueueContracts

/// What other rules would have said of the applications of a time.
struct TrialReport: Encodable {
  /// One reason: of how many applications it would be new, of how many it would be no more.
  struct Rule: Encodable, Equatable {
    let code: String
    let subject: String?
    fileprivate(set) var begins = 0
    fileprivate(set) var ends = 0
    fileprivate(set) var cannotBeTold = 0
  }

  struct Outcomes: Encodable, Equatable {
    /// Outcome and reasons as they were.
    fileprivate(set) var same = 0
    fileprivate(set) var refusedInsteadOfAccepted = 0
    fileprivate(set) var acceptedInsteadOfRefused = 0
    fileprivate(set) var refusedForOtherReasons = 0
    fileprivate(set) var cannotBeTold = 0
  }

  struct Change: Encodable, Equatable {
    let number: ApplicationNumber
    let was: [String]
    let would: [String]
    let cannotBeTold: [String]
  }

  let since: CivilDate
  /// The editions that were tried, by name.
  let editions: [String]
  private(set) var applications = 0
  /// Those of which it is not recorded how they were judged.
  private(set) var notRecorded = 0
  private(set) var outcomes = Outcomes()
  private(set) var rules: [Rule] = []
  /// Nil if they are not to be listed.
  private(set) var changes: [Change]?

  private static let pageLength = 1000

  private enum CodingKeys: CodingKey {
    case since, editions, applications, notRecorded, outcomes, rules, changes
  }

  /// Judges every recorded application since a day, page by page.
  static func of(
    _ records: any RegisterQueries, since day: CivilDate, by editions: RulesEditions, listing: Bool
  ) async throws -> TrialReport {
    var report = TrialReport(since: day, editions: editions.all.map(\.name), changes: listing ? [] : nil)
    var counts: [Key: Rule] = [:]
    let time = Timestamp(day, hour: 0)..<Timestamp(milliseconds: .max)
    var last: ApplicationRecord?
    while true {
      let page = try await records.applications(submitted: time, after: last, limit: pageLength)
      let judgements = try await records.judgements(of: page.map(\.id))
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

  /// Reasons in the contract's order.
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
    for reason in retrial.would where !retrial.was.contains(reason) { count(reason.known, reason.subject, \.begins) }
    for reason in retrial.was where !retrial.would.contains(reason) {
      // Whether it would be no more is what cannot be told.
      if reason.known.map(retrial.untold.contains) ?? false { continue }
      count(reason.known, reason.subject, \.ends)
    }
    for code in retrial.untold { count(code, nil, \.cannotBeTold) }

    switch (retrial.outcomeWas, retrial.outcomeWould) {
    case (_, .cannotBeTold): outcomes.cannotBeTold += 1
    case (.accepted, .refused): outcomes.refusedInsteadOfAccepted += 1
    case (_, .accepted) where !retrial.was.isEmpty: outcomes.acceptedInsteadOfRefused += 1
    case _ where retrial.was != retrial.would: outcomes.refusedForOtherReasons += 1
    default: outcomes.same += 1
    }
    guard changes != nil, retrial.was != retrial.would || !retrial.untold.isEmpty else { return }
    changes?.append(
      Change(
        number: number, was: retrial.was.map(\.short), would: retrial.would.map(\.short),
        cannotBeTold: retrial.untold.sorted().map(\.rawValue)))
  }
}

extension TrialReport {
  var text: String {
    let heading = "Applications submitted since \(since), by \(editions.map { "“\($0)”" }.joined(separator: ", "))"
    var parts = [Terminal.styled(heading.onOneLine, .bold), outcomeTable.text]
    if !rules.isEmpty { parts.append(ruleTable.text) }
    if let changes, !changes.isEmpty { parts.append(changes.map(\.text).joined(separator: "\n")) }
    if notRecorded > 0 {
      parts.append(
        "Of \(notRecorded) more it is not recorded how they were judged: they wait, or an older version did it.")
    }
    return parts.joined(separator: "\n\n")
  }

  private var outcomeTable: Table {
    var table = Table("OUTCOME", "APPLICATIONS")
    table.add("the same, for the same reasons", "\(outcomes.same)")
    table.add("refused instead of accepted", "\(outcomes.refusedInsteadOfAccepted)")
    table.add("accepted instead of refused", "\(outcomes.acceptedInsteadOfRefused)")
    table.add("refused for other reasons", "\(outcomes.refusedForOtherReasons)")
    table.add("cannot be told", "\(outcomes.cannotBeTold)")
    table.add("all", "\(applications)")
    return table
  }

  private var ruleTable: Table {
    var table = Table("REASON", "BEGINS TO HOLD", "HOLDS NO MORE", "CANNOT BE TOLD")
    for rule in rules {
      let name = rule.code + (rule.subject.map { ":\($0)" } ?? "")
      table.add(name, "\(rule.begins)", "\(rule.ends)", "\(rule.cannotBeTold)")
    }
    return table
  }
}

extension TrialReport.Change {
  fileprivate var text: String {
    func list(_ words: [String]) -> String { words.isEmpty ? "accepted" : words.joined(separator: " ") }
    let untold = cannotBeTold.isEmpty ? "" : "; cannot be told: \(cannotBeTold.joined(separator: " "))"
    return "\(number.text): \(list(was)) → \(list(would))\(untold)".onOneLine
  }
}
