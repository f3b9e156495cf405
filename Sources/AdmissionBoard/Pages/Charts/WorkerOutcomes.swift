import Operations
import QueueContracts

/// The outcomes of one worker's messages, or of the schools' decisions, by reason.
struct WorkerOutcomes: Sendable {
  struct Row: Sendable {
    let outcome: String
    let reason: String
    let count: String
  }

  private static let rowLimit = 40

  let worker: String
  let rows: [Row]
  let isEmpty: Bool
  /// The number of rows that are not shown; nil if all are shown.
  let more: Int?

  /// The kinds of delivery events, in words.
  private static let kinds = [
    "retried": "tried again", "parked": "parked", "replayed": "replayed", "discarded": "discarded",
  ]

  static func all(_ counts: SlotCounts) -> [WorkerOutcomes] {
    WorkerName.allCases.map { WorkerOutcomes(key: $0.rawValue, worker: $0.caption, counts) }
      + [WorkerOutcomes(key: "school", worker: "Schools' decisions", counts)]
  }

  /// Counts the outcomes under the worker's name in ``SlotCounts``, which is `school` for the schools' decisions.
  private init(key: String, worker: String, _ counts: SlotCounts) {
    self.worker = worker
    var rows: [Row] = []
    func add(_ outcome: String, _ reason: String, _ count: Int) {
      guard count > 0 else { return }
      rows.append(Row(outcome: outcome, reason: reason, count: Figures.count(count)))
    }
    add("completed messages", "", counts.totals("worker") { $0 == key }.map(\.count).reduce(0, +))
    for (label, count) in counts.totals("answer", where: { $0.hasPrefix("\(key) ") }) {
      let answer = label.dropFirst(key.count + 1)
      add(answer == "corrected" ? "corrected an earlier decision" : "answered \(answer)", "", count)
    }
    // Hours that an older version has kept may have codes that a school made up.
    let reasons = counts.totals("reason", where: { $0.hasPrefix("\(key) ") })
      .map { (ContractCode.shown(String($0.label.dropFirst(key.count + 1))), $0.count) }
    let sums = Dictionary(reasons, uniquingKeysWith: +)
    for (code, count) in sums.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) { add("refused", code, count) }
    for (label, count) in counts.totals("kept", where: { $0.hasPrefix("\(key) ") }) {
      let words = label.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
      guard words.count == 3 else { continue }
      add(Self.kinds[words[1]] ?? words[1], words[2], count)
    }
    self.rows = Array(rows.prefix(Self.rowLimit))
    isEmpty = rows.isEmpty
    more = rows.count > Self.rowLimit ? rows.count - Self.rowLimit : nil
  }
}

/// How long each school takes to answer, and how many of its answers are late.
struct SchoolAnswers: Sendable {
  struct Row: Sendable {
    let school: String
    let answered: String
    let half: String
    let most: String
    let late: String
    let isLate: Bool
  }

  private static let rowLimit = 100

  /// The schools: first those with the most late answers, then those with the most answers.
  let rows: [Row]
  let isEmpty: Bool
  let more: Int?

  init(_ counts: SlotCounts) {
    var waits: [String: Waits] = [:]
    for (label, count) in counts.ofSchools("school") {
      guard let end = label.lastIndex(of: " ") else { continue }
      let bound = Double(label[label.index(after: end)...]) ?? .infinity
      waits[String(label[..<end]), default: Waits()].counts[bound, default: 0] += count
    }
    let late = counts.ofSchools("school late")
    let sorted = waits.sorted { left, right in
      let (leftLate, rightLate) = (late[left.key] ?? 0, late[right.key] ?? 0)
      return (rightLate, right.value.count, left.key) < (leftLate, left.value.count, right.key)
    }
    rows = sorted.prefix(Self.rowLimit).map { school, waits in
      Row(
        school: school.shownAsBIN(), answered: Figures.count(waits.count),
        half: waits.percentile(0.5).map(Figures.duration) ?? "–",
        most: waits.percentile(0.99).map(Figures.duration) ?? "–",
        late: Figures.count(late[school] ?? 0), isLate: (late[school] ?? 0) > 0)
    }
    isEmpty = sorted.isEmpty
    more = sorted.count > Self.rowLimit ? sorted.count - Self.rowLimit : nil
  }
}
