import QueueContracts
import WorkerStore

/// A period that the charts show, divided into slots.
enum ChartPeriod: String, Sendable, CaseIterable {
  case hour, day, campaign

  var label: String {
    switch self {
    case .hour: "An hour"
    case .day: "A day"
    case .campaign: "A campaign"
    }
  }

  var slotSeconds: Int64 {
    switch self {
    case .hour: 300
    case .day: 3600
    case .campaign: 86_400
    }
  }

  var slotCount: Int {
    switch self {
    case .hour: 12
    case .day: 24
    case .campaign: 100
    }
  }

  /// The words for one slot in titles of charts.
  var slotWord: String {
    switch self {
    case .hour: "in 5 minutes"
    case .day: "an hour"
    case .campaign: "a day"
    }
  }

  /// The beginnings of the slots; the last slot is the current one.
  func slots(until now: Timestamp) -> [Timestamp] {
    let last =
      switch self {
      case .hour: now.milliseconds / 300_000 * 300_000
      case .day: BoardHour.beginning(of: now)
      case .campaign: Timestamp(now.day, hour: 0).milliseconds
      }
    return (0..<slotCount).map { Timestamp(milliseconds: last - Int64(slotCount - 1 - $0) * slotSeconds * 1000) }
  }

  func text(_ slot: Timestamp) -> String {
    let text = slot.description
    return self == .campaign ? String(text.dropFirst(5).prefix(5)) : String(text.dropFirst(11).prefix(5))
  }

  /// Counts the events in each slot.
  func counts(_ store: any BoardRecords, until now: Timestamp) async throws -> SlotCounts {
    let slots = slots(until: now)
    var counts = SlotCounts(slots)
    if self == .hour {
      for slot in slots {
        let end = min(now, slot.adding(seconds: slotSeconds))
        guard slot < end else { continue }
        for count in try await store.eventCounts(in: slot..<end) { counts.add(count, at: slot.milliseconds) }
      }
      return counts
    }
    let current = Timestamp(milliseconds: BoardHour.beginning(of: now))
    for count in try await store.boardHours(slots[0]..<current, each: slotSeconds) { counts.add(count, at: count.hour) }
    if current < now {
      let slot = self == .day ? current : slots[slots.count - 1]
      for count in try await store.eventCounts(in: current..<now) { counts.add(count, at: slot.milliseconds) }
    }
    return counts
  }
}

/// Counts of events, by slot, measure and label.
struct SlotCounts: Sendable {
  let slots: [Timestamp]
  private let places: [Int64: Int]
  private var counts: [String: [String: [Int]]] = [:]
  /// For each measure that is counted by school, the sums over all slots.
  ///
  /// A sum for each slot is not kept, because there may be thousands of schools.
  private var sums: [String: [String: Int]] = [:]

  init(_ slots: [Timestamp]) {
    self.slots = slots
    places = Dictionary(uniqueKeysWithValues: slots.enumerated().map { ($1.milliseconds, $0) })
  }

  mutating func add(_ count: BoardHour, at slot: Int64) {
    guard let place = places[slot] else { return }
    guard !count.measure.hasPrefix("school") else {
      sums[count.measure, default: [:]][count.label, default: 0] += Int(count.count)
      return
    }
    counts[count.measure, default: [:]][count.label, default: Array(repeating: 0, count: slots.count)][place] +=
      Int(count.count)
  }

  /// The counts of a measure in each slot, for all labels together.
  func sum(_ measure: String) -> [Int] {
    counts[measure, default: [:]].values.reduce(into: Array(repeating: 0, count: slots.count)) { sum, values in
      for (place, value) in values.enumerated() { sum[place] += value }
    }
  }

  func values(_ measure: String, _ label: String) -> [Int] {
    counts[measure]?[label] ?? Array(repeating: 0, count: slots.count)
  }

  /// The labels of a measure, each with its count in all slots together; the highest count comes first.
  func totals(_ measure: String, where isWanted: (String) -> Bool = { _ in true }) -> [(label: String, count: Int)] {
    counts[measure, default: [:]].filter { isWanted($0.key) }.map { ($0.key, $0.value.reduce(0, +)) }
      .sorted { $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 > $1.1 }
  }

  /// The sums over all slots of a measure that is counted by school; the keys begin with the school.
  func ofSchools(_ measure: String) -> [String: Int] { sums[measure] ?? [:] }

  /// A percentile of the events' durations in each slot, in seconds; nil for a slot without events.
  ///
  /// `part` is the percentile as a fraction: 0.5 is the median.
  func percentile(_ part: Double, _ measure: String) -> [Double?] {
    slots.indices.map { place in
      var waits = Waits()
      for (label, values) in counts[measure, default: [:]] where values[place] > 0 {
        waits.counts[Double(label) ?? .infinity] = values[place]
      }
      return waits.percentile(part)
    }
  }
}
