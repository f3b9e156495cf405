@testable import AdmissionBoard
import Foundation
import Logging
import QueueContracts
import Testing
import WorkerRuntime
import WorkerStore

struct ChartsTests {
  private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  @Test("An hour that is over is counted once, and the latest hours again at each pass")
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

  @Test("The days of a chart add up their hours", arguments: ChartPeriod.allCases)
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
    "The page of charts opens for every period, also an unknown one",
    arguments: ["hour", "day", "campaign", "nonsense"])
  func page(period: String) async throws {
    try await BoardHarness.run { harness in
      let reply = try await harness.signedIn(as: .reader).get("/charts?of=\(period)")
      #expect(reply.status == 200)
      #expect(reply.text.contains("Applications"))
    }
  }
}
