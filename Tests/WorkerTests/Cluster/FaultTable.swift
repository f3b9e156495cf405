import Foundation

/// The phases of a ``FaultJournal`` as a table.
struct FaultTable: CustomStringConvertible {
  private static let heads = [
    "fault", "seconds", "published", "confirmed", "uncertain", "given up", "longest wait", "came twice",
    "workers killed",
  ]

  let phases: [FaultJournal.Phase]
  /// For each phase, the number of repeated messages to schools; the first message about an application does not count.
  let duplicates: [Int]

  var description: String {
    let rows = [Self.heads] + zip(phases, duplicates).map(Self.row) + [total]
    let widths = Self.heads.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      row.enumerated().map { column, text in
        let space = String(repeating: " ", count: widths[column] - text.count)
        return column == 0 ? text + space : space + text
      }.joined(separator: "  ")
    }
    let rule = String(repeating: "-", count: widths.reduce(0, +) + 2 * (widths.count - 1))
    let remarks = phases.flatMap { phase in phase.remarks.map { "\(phase.name): \($0)" } }
    return
      ([lines[0], rule] + lines[1..<lines.count - 1] + [rule, lines[lines.count - 1], ""] + Self.legend + remarks)
      .joined(separator: "\n")
  }

  private static let legend = [
    "published, confirmed, given up: applications first sent under the fault · uncertain: messages sent whose confirm never",
    "came · longest wait: of a batch for its confirm, over all tries · came twice: messages to schools beyond the first",
  ]

  private static func row(_ phase: FaultJournal.Phase, _ duplicates: Int) -> [String] {
    [
      phase.name, String(format: "%.1f", phase.seconds), "\(phase.published)", "\(phase.confirmed)",
      "\(phase.uncertain)", "\(phase.givenUp)", String(format: "%.2f s", phase.longestWait / .seconds(1)),
      "\(duplicates)", "\(phase.workersKilled)",
    ]
  }

  private var total: [String] {
    var sum = FaultJournal.Phase(name: "all", began: .now)
    for phase in phases {
      sum.seconds += phase.seconds
      sum.published += phase.published
      sum.confirmed += phase.confirmed
      sum.uncertain += phase.uncertain
      sum.givenUp += phase.givenUp
      sum.longestWait = max(sum.longestWait, phase.longestWait)
      sum.workersKilled += phase.workersKilled
    }
    return Self.row(sum, duplicates.reduce(0, +))
  }
}
