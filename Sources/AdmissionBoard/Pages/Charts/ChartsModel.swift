import QueueContracts

/// The model of the page *Over time*.
struct ChartsModel: Sendable {
  struct Tab: Sendable {
    let path: String
    let label: String
    let isCurrent: Bool
  }

  /// A chart with the names of its lines and a table of its numbers.
  struct Chart: Sendable {
    struct Key: Sendable {
      let colour: Int
      let name: String
    }

    struct Row: Sendable {
      let slot: String
      let cells: [String]
    }

    let title: String
    let svg: String
    let keys: [Key]
    let rows: [Row]
    let isEmpty: Bool
  }

  /// Kinds of events, ordered by how often each happened.
  struct Ranking: Sendable {
    struct Row: Sendable {
      let name: String
      let count: String
      /// The count in percent of the highest count.
      let share: Int
    }

    let title: String
    let rows: [Row]
    let isEmpty: Bool

    init(_ title: String, _ totals: [(label: String, count: Int)], limit: Int = 15) {
      self.title = title
      let most = totals.first?.count ?? 1
      rows = totals.prefix(limit).map {
        Row(name: $0.label, count: Figures.count($0.count), share: max(1, $0.count * 100 / max(1, most)))
      }
      isEmpty = totals.isEmpty
    }
  }

  let tabs: [Tab]
  let charts: [Chart]
  let rankings: [Ranking]
  let workers: [WorkerOutcomes]
  let schools: SchoolAnswers

  init(_ counts: SlotCounts, of period: ChartPeriod) {
    tabs = ChartPeriod.allCases.map {
      Tab(path: "/charts?of=\($0.rawValue)", label: $0.label, isCurrent: $0 == period)
    }
    let labels = counts.slots.map(period.text)
    func chart(
      _ title: String, _ series: [(String, [Double?])],
      format: @escaping @Sendable (Double) -> String = { Figures.decimal($0, 1) }
    ) -> Chart {
      let lines = series.map { LineChart.Series(name: $0.0, values: $0.1) }
      return Chart(
        title: title, svg: LineChart(series: lines, labels: labels, format: format).svg,
        keys: series.enumerated().map { Chart.Key(colour: $0 % 6 + 1, name: $1.0) },
        rows: labels.indices.map { place in
          Chart.Row(slot: labels[place], cells: series.map { $0.1[place].map(format) ?? "–" })
        },
        isEmpty: series.allSatisfy { $0.1.allSatisfy { ($0 ?? 0) == 0 } })
    }
    func whole(_ values: [Int]) -> [Double?] { values.map(Double.init) }
    func kept(_ kind: String) -> [Double?] {
      let labels = counts.totals("kept") { $0.split(separator: " ").dropFirst().first == Substring(kind) }
      return whole(
        labels.map { counts.values("kept", $0.label) }.reduce(Array(repeating: 0, count: counts.slots.count)) {
          zip($0, $1).map { $0 + $1 }
        })
    }
    let slot = period.slotWord
    charts = [
      chart(
        "Applications \(slot)",
        [("submitted", whole(counts.sum("submitted"))), ("ended", whole(counts.sum("outcome")))]),
      chart(
        "Judged within", [("half", counts.percentile(0.5, "told")), ("99 %", counts.percentile(0.99, "told"))],
        format: Figures.duration),
      chart(
        "Ended within", [("half", counts.percentile(0.5, "ended")), ("99 %", counts.percentile(0.99, "ended"))],
        format: Figures.duration),
      chart(
        "Outcomes \(slot)",
        ["positive", "negative", "withdrawn"].map { ($0, whole(counts.values("outcome", $0))) }),
      chart(
        "Too late \(slot)",
        [("answered after the deadline", whole(counts.sum("late"))), ("deadlines passed", whole(counts.sum("passed")))]),
      chart(
        "Messages kept \(slot)",
        [
          ("tried again", kept("retried")), ("parked", kept("parked")), ("replayed", kept("replayed")),
          ("discarded", kept("discarded")),
        ]),
      chart(
        "Messages completed \(slot)",
        counts.totals("worker").prefix(6).map { ($0.label, whole(counts.values("worker", $0.label))) }),
    ]
    rankings = [
      Ranking("Reasons of refusals", Self.reasons(counts)),
      Ranking("Why messages were parked", counts.totals("kept") { $0.contains(" parked ") }),
    ]
    workers = WorkerOutcomes.all(counts)
    schools = SchoolAnswers(counts)
  }

  /// The reasons and their counts, added up over the workers and schools that gave the reasons.
  private static func reasons(_ counts: SlotCounts) -> [(label: String, count: Int)] {
    var sums: [String: Int] = [:]
    for (label, count) in counts.totals("reason") {
      sums[ContractCode.shown(label.split(separator: " ", maxSplits: 1).last.map(String.init) ?? label), default: 0] +=
        count
    }
    return sums.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }.map { ($0.key, $0.value) }
  }
}
