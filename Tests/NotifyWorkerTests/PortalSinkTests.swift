import Foundation
import HTTPCalls
import QueueContracts
import TestSupport
import Testing
import WorkerBase
import WorkerRuntime
import WorkerTesting

@testable import NotifyWorker

@Suite("The portal as a sink", .timeLimit(.minutes(2)))
struct PortalSinkTests {
  private func sink(
    _ base: String, _ entries: [HistoryEntry] = [StoreSample.historyEntry(1)], timeOut: Int = 5
  ) throws -> PortalSink {
    let settings = Settings(["PORTAL_URL": base, "PORTAL_TIMEOUT_SECONDS": "\(timeOut)"])
    let posted = Dictionary(uniqueKeysWithValues: entries.map { ($0.entryId, $0) })
    return try #require(try PortalSink(settings) { posted[$0] })
  }

  private func outcome(_ sink: PortalSink, _ message: Int = 1) async throws -> String {
    do {
      switch try await sink.forward(StoreSample.message(message), traceparent: nil) {
      case nil: return "posted"
      case .park(let code, let detail, _): return "parked \(code.rawValue): \(detail)"
      case .retry: return "retried"
      case .completed: return "completed"
      }
    } catch let down as EnvironmentDown {
      return "down: \(down.what), \(down.detail)"
    } catch let held as MessageHeldUp {
      return "held up: \(held.what), \(held.detail)"
    }
  }

  @Test("Each entry is put into the portal unchanged, at an address of its own")
  func address() async throws {
    let entries = [StoreSample.historyEntry(1), StoreSample.historyEntry(2, text: "12/34 №")]
    try await PortalServer.run { server, base in
      let sink = try sink(base + "/api/", entries)
      #expect(try await outcome(sink, 1) == "posted")
      #expect(try await outcome(sink, 2) == "posted")
      let targets = [
        "/api/service-history/850101300004/entries/\(entries[0].entryId)",
        "/api/service-history/12%2F34%20%E2%84%96/entries/\(entries[1].entryId)",
      ]
      #expect(
        server.bodies == [targets[0]: [WireCodec.encode(entries[0])], targets[1]: [WireCodec.encode(entries[1])]])
    }
  }

  @Test(
    "An entry whose recipient's number cannot stand in an address is parked and not sent", arguments: ["", ".", ".."])
  func elsewhere(iin: String) async throws {
    try await PortalServer.run { server, base in
      let sink = try sink(base, [StoreSample.historyEntry(1, text: iin)])
      #expect(
        try await outcome(sink)
          == "parked portal.rejected: the recipient's number cannot stand in an address")
      #expect(server.puts == 0)
    }
  }

  @Test(
    "The status of the portal's answer decides whether an entry is posted, parked or held up",
    arguments: [
      (200, "posted"), (201, "posted"), (204, "posted"), (409, "posted"),
      (400, "parked portal.rejected: status 400"), (404, "parked portal.rejected: status 404"),
      (422, "parked portal.rejected: status 422"), (408, "held up: portal, status 408"),
      (429, "held up: portal, status 429"), (500, "held up: portal, status 500"), (503, "held up: portal, status 503"),
      (302, "held up: portal, status 302"),
    ])
  func answers(status: Int, result: String) async throws {
    try await PortalServer.run(answering: { _, _ in status }) { server, base in
      let found = try await outcome(sink(base))
      #expect(found == result)
      #expect(server.puts == 1)
    }
  }

  @Test("An entry that always gets status 500 waits alone, and the other entries are posted")
  func oneEntry() async throws {
    let entries = (1...5).map { StoreSample.historyEntry($0) }
    let odd = "\(entries[2].entryId)"
    try await PortalServer.run(answering: { target, _ in target.hasSuffix(odd) ? 500 : 201 }) { _, base in
      let sink = try sink(base, entries)
      for _ in 0..<5 {
        for number in 1...5 {
          let outcome = try await outcome(sink, number)
          #expect(outcome == (number == 3 ? "held up: portal, status 500" : "posted"))
        }
      }
    }
  }

  @Test("A portal that fails with several entries in a row counts as down")
  func severalEntries() async throws {
    let entries = (1...6).map { StoreSample.historyEntry($0) }
    let isIll = Shared(false)
    try await PortalServer.run(answering: { _, _ in isIll.value ? 500 : 201 }) { _, base in
      let sink = try sink(base, entries)
      #expect(try await outcome(sink, 6) == "posted")
      isIll.change { $0 = true }
      var outcomes: [String] = []
      for number in 1...5 { outcomes.append(try await outcome(sink, number)) }
      #expect(outcomes.map { $0.prefix(4) } == ["held", "held", "down", "down", "down"])
    }
  }

  @Test("A portal that is slow with one entry holds up only that entry; an unreachable portal counts as down")
  func noAnswer() async throws {
    let base = try await PortalServer.run(answering: { _, _ in
      try await Task.sleep(for: .seconds(4))
      return 201
    }) { _, base in
      let found = try await outcome(sink(base, timeOut: 1))
      #expect(found == "held up: portal, no answer in time", "the portal itself answers")
      return base
    }
    #expect(try await outcome(try sink(base)).hasPrefix("down: portal, no answer"))
  }

  @Test("If the store is down, the error names the store; an entry that the store does not have is not sent")
  func store() async throws {
    try await PortalServer.run { server, base in
      let settings = Settings(["PORTAL_URL": base])
      let blind = try #require(try PortalSink(settings) { _ in throw StoreError.unavailable("locked") })
      #expect(try await outcome(blind).hasPrefix("down: store"))
      #expect(try await outcome(try sink(base), 2) == "posted")
      #expect(server.puts == 0)
    }
  }

  @Test("Many entries are sent at once over at most 16 connections, which are kept for later entries")
  func connections() async throws {
    let entries = (1...300).map { StoreSample.historyEntry($0) }
    try await PortalServer.run(answering: { _, _ in
      try await Task.sleep(for: .milliseconds(5))
      return 201
    }) { server, base in
      let sink = try sink(base, entries)
      for _ in 0..<2 {
        try await withThrowingTaskGroup(of: Outcome?.self) { group in
          for entry in entries { group.addTask { try await sink.forward(entry.entryId, traceparent: nil) } }
          for try await refusal in group { #expect(refusal == nil) }
        }
      }
      #expect(server.puts == 600 && server.bodies.count == 300)
      #expect((2...16).contains(server.mostUnderWay))
      #expect((2...16).contains(server.connections))
    }
  }

  @Test("Without PORTAL_URL there is no sink; the error for a URL that cannot be used names the key and not the URL")
  func settings() throws {
    let absent = try PortalSink(Settings([:])) { _ in nil }
    #expect(absent == nil)
    for url in ["secret.example", "ftp://secret.example", "https://secret.example/?a=b"] {
      let error = #expect(throws: SettingsError.self) {
        try PortalSink(Settings(["PORTAL_URL": url])) { _ in nil }
      }
      #expect(error?.key == "PORTAL_URL" && error?.description.contains("secret") == false)
    }
  }
}
