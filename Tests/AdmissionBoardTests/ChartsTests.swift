@testable import AdmissionBoard
import Foundation
import Logging
import QueueContracts
import Testing
import WorkerRuntime
import WorkerStore

struct ChartsTests {
  private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  @Test("Each time that `HourKeeper` runs, it counts the latest hours again, and counts older hours only once")
  func hours() async throws {
    try await BoardHarness.run { harness in
      let now = Timestamp.now
      let keeper = HourKeeper(store: harness.board.store, logger: quiet) { now }
      try await keeper.pass()
      let from = now.adding(seconds: -120 * 86_400)
      let first = try await harness.board.store.boardHours(from..<now)
      #expect(first.count == 100)
      #expect(first.allSatisfy { $0.measure == HourKeeper.mark })
      try await keeper.pass()
      #expect(try await harness.board.store.boardHours(from..<now).count == 197, "three of a hundred were known")
    }
  }

  @Test("The charts of a day and of a campaign add up the counted hours", arguments: ChartPeriod.allCases)
  func slots(period: ChartPeriod) async throws {
    try await BoardHarness.run { harness in
      let now = Timestamp(milliseconds: BoardHour.beginning(of: .now)).adding(seconds: 1800)
      let slots = period.slots(until: now)
      #expect(slots.count == period.slotCount)
      #expect(slots[slots.count - 1] <= now)
      let hour = Timestamp(milliseconds: BoardHour.beginning(of: now)).adding(seconds: -2 * 3600)
      try await harness.board.store.keep(
        [BoardHour(hour: hour.milliseconds, measure: "outcome", label: "positive", count: 5)],
        of: hour..<hour.adding(seconds: 3600))
      let counts = try await period.counts(harness.board.store, until: now)
      #expect(counts.sum("outcome").reduce(0, +) == (period == .hour ? 0 : 5))
    }
  }

  @Test(
    "The page of charts opens for every period, and for an unknown period",
    arguments: ["hour", "day", "campaign", "nonsense"])
  func page(period: String) async throws {
    try await BoardHarness.run { harness in
      let reply = try await harness.signedIn(as: .reader).get("/charts?of=\(period)")
      #expect(reply.status == 200)
      #expect(reply.text.contains("Applications"))
    }
  }

  @Test("The charts list outcomes by worker and reason, and each school's answers by speed and lateness")
  func byWorkerAndSchool() async throws {
    try await BoardHarness.run { harness in
      let now = Timestamp.now
      let hour = Timestamp(milliseconds: BoardHour.beginning(of: now)).adding(seconds: -2 * 3600)
      func count(_ measure: String, _ label: String, _ count: Int64) -> BoardHour {
        BoardHour(hour: hour.milliseconds, measure: measure, label: label, count: count)
      }
      try await harness.board.store.keep(
        [
          count("worker", "intake", 900), count("answer", "intake accepted", 801),
          count("answer", "intake negative", 37), count("reason", "intake document.missing", 31),
          count("reason", "transfer document.missing", 2), count("kept", "notify parked portal.rejected", 6),
          count("kept", "intake retried the register is away", 5), count("answer", "school positive", 44),
          count("reason", "school ask.Aigul", 3), count("reason", "school ask Aigul Serikova", 4),
          count("school", "961141000023 86400", 30), count("school", "961141000023 864000", 10),
          count("school", "950341000052 3600", 3), count("school late", "950341000052", 1),
          count("school", "\(BoardHarness.hostile) more", 1),
        ], of: hour..<hour.adding(seconds: 3600))
      let page = try await harness.signedIn(as: .reader).get("/charts?of=day").text
      func row(_ cells: String) -> Bool { page.contains(cells) }
      #expect(row(#"<th scope="row">completed messages</th><td class="mono"></td><td class="number">900</td>"#))
      #expect(row(#"<th scope="row">answered accepted</th><td class="mono"></td><td class="number">801</td>"#))
      #expect(row(#"<th scope="row">refused</th><td class="mono">document.missing</td><td class="number">31</td>"#))
      #expect(row(#"<th scope="row">refused</th><td class="mono">document.missing</td><td class="number">2</td>"#))
      #expect(row(#"<th scope="row">parked</th><td class="mono">portal.rejected</td><td class="number">6</td>"#))
      #expect(
        row(#"<th scope="row">tried again</th><td class="mono">the register is away</td><td class="number">5</td>"#))
      #expect(row(#"<td class="number">33</td>"#), "a reason is added up whoever gave it")
      #expect(row(#"<th scope="row">refused</th><td class="mono">other</td><td class="number">7</td>"#))
      #expect(!page.contains("Aigul"), "a school's own code is not shown")
      #expect(
        row(#"961141000023</th><td class="number">40</td><td class="number">24 h</td><td class="number">10 days</td>"#))
      let late = try #require(page.range(of: #"950341000052</th><td class="number">3</td>"#))
      let prompt = try #require(page.range(of: #"961141000023</th><td class="number">40</td>"#))
      #expect(late.lowerBound < prompt.lowerBound, "the late one is first")
      #expect(!BoardHarness.isFooled(page))
    }
  }
}
