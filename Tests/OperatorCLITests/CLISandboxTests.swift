import ArgumentParser
import Foundation
import Logging
import Operations
import QueueContracts
import Samples
import TestSupport
import Testing
import TestTools

@testable import OperatorCLI

/// Tests the options that `sandbox` accepts and refuses, and the list of its families.
///
/// ``SandboxTests`` runs the sandbox itself.
@Suite("The options and families of `sandbox`")
struct CLISandboxTests {
  private static func start() throws -> Timestamp { try #require(Timestamp(SandboxCommand.Beginning.usual)) }

  private static func withFolder(_ work: (SandboxFolder) throws -> Void) throws {
    let temporary = try TemporaryFolder()
    try work(SandboxFolder(given: temporary.file("sandbox").path))
  }

  @Test("`sandbox` starts without a subcommand, and its subcommands and options are parsed")
  func subcommands() throws {
    #expect(try AdmissionCtl.parseAsRoot(["sandbox"]) is SandboxCommand.Start)
    let start = try #require(
      try AdmissionCtl.parseAsRoot(["sandbox", "--at", "2027-05-01T10:00:00+05:00", "--folder", "/tmp/x"])
        as? SandboxCommand.Start)
    #expect(try start.beginning.time() == Timestamp("2027-05-01T10:00:00+05:00") && start.place.folder == "/tmp/x")
    let clock = try #require(try AdmissionCtl.parseAsRoot(["sandbox", "clock", "+5d"]) as? SandboxCommand.Clock)
    #expect(clock.move == "+5d")
    #expect(try AdmissionCtl.parseAsRoot(["sandbox", "situations", "--json"]) is SandboxCommand.Situations)
  }

  @Test(
    "`sandbox` refuses a broker on another machine before it makes its folder",
    arguments: [
      "amqp://guest:guest@broker.example/", "amqp://guest:guest@10.0.0.1:5672/", "amqp://guest:guest@127.example/",
      "amqp://guest:guest@127.0.0.1/,amqp://guest:guest@broker.example/",
    ])
  func remoteBroker(_ url: String) throws {
    try Self.withFolder { folder in
      let process = AdmissionCtlProcess(settings: ["AMQP_URL": url])
      let result = try process.run(["sandbox", "--folder", folder.path])
      #expect(result.status == 2 && result.complaint.contains("another machine"), "\(result)")
      #expect(!FileManager.default.fileExists(atPath: folder.path))
    }
  }

  @Test("`sandbox` refuses a management API on another machine")
  func remoteManagement() {
    #expect(throws: Failure.self) { try Loopback.check(managementURL: "http://broker.example:15672") }
    #expect(throws: Never.self) { try Loopback.check(managementURL: "http://127.0.0.1:15672") }
  }

  @Test("`sandbox` refuses a portal on another machine")
  func remotePortal() {
    #expect(throws: Failure.self) { try Loopback.check(portalURL: "http://portal.example/api") }
    #expect(throws: Never.self) { try Loopback.check(portalURL: "http://127.0.0.1:8080/api") }
    #expect(throws: Never.self) { try Loopback.check(amqpURL: "amqp://guest:guest@[::1]:5673/,amqp://a:b@localhost/") }
  }

  @Test("`sandbox` takes as its store only a PostgreSQL database on this machine")
  func localStore() {
    #expect(throws: Never.self) { try Loopback.check(storeURL: "postgres://a:b@127.0.0.1:5433/sandbox") }
    for wrong in ["postgres://a:b@db.example/sandbox", "postgres://a:b@10.0.0.1,127.0.0.1/x", "sqlite:///tmp/x", "x"] {
      #expect(throws: Failure.self, "\(wrong)") { try Loopback.check(storeURL: wrong) }
    }
  }

  @Test("The sandbox's clock goes forward by a step or to a time, and refuses other moves")
  func clockMoves() throws {
    let now = try Self.start()
    let moves: [(String, String)] = [
      ("+5d", "2026-04-20T09:00:00+05:00"), ("+3h", "2026-04-15T12:00:00+05:00"),
      ("+30m", "2026-04-15T09:30:00+05:00"), ("+20s", "2026-04-15T09:00:20+05:00"),
      ("2026-05-01T00:00:00Z", "2026-05-01T05:00:00+05:00"),
    ]
    for (move, expected) in moves {
      #expect(try SandboxClock.target(move, from: now) == Timestamp(expected), "\(move)")
    }
    for wrong in ["", "+", "5d", "+d", "+5w", "+-5d", "+99999999d", "2026-04-15T08:59:59+05:00", "tomorrow"] {
      #expect(throws: Failure.self, "\(wrong)") { try SandboxClock.target(wrong, from: now) }
    }
  }

  @Test("Another process can move the sandbox's clock by writing the clock's file")
  func clockFile() throws {
    try Self.withFolder { folder in
      let hold = try folder.take()
      let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
      let (clock, mover) = (
        SandboxClock(path: folder.clock, logger: logger), SandboxClock(path: folder.clock, logger: logger)
      )
      try clock.set(to: Self.start())
      let later = try SandboxClock.target("+5d", from: mover.now)
      try mover.set(to: later)
      #expect(clock.now >= later && clock.now < later.adding(seconds: 600))
      withExtendedLifetime(hold) {}
    }
  }

  @Test("`sandbox` empties and takes the folder of an ended sandbox, and refuses a folder in use or with other files")
  func takenFolder() throws {
    try Self.withFolder { folder in
      #expect(throws: Failure.self) { try folder.requireRunning() }
      let hold = try folder.take()
      #expect(throws: Never.self) { try folder.requireRunning() }
      #expect(throws: Failure.self) { try folder.take() }
      try hold.close()
      #expect(throws: Failure.self) { try folder.requireRunning() }
      try FileManager.default.createDirectory(atPath: folder.messages, withIntermediateDirectories: true)
      try Data("{}".utf8).write(to: URL(filePath: "\(folder.messages)/accepted.json"))
      _ = try folder.take()
      #expect(!FileManager.default.fileExists(atPath: folder.messages), "the earlier sandbox's files are removed")
    }
    try Self.withFolder { folder in
      try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
      let file = "\(folder.path)/letters.txt"
      try Data("mine".utf8).write(to: URL(filePath: file))
      #expect(throws: Failure.self) { try folder.take() }
      #expect(FileManager.default.fileExists(atPath: file))
    }
  }

  @Test("Each family of the sandbox has its own numbers, always the same, and docs/sandbox.md lists them")
  func familyNumbers() throws {
    let rows = SituationRow.all(of: try SandboxTown(start: Self.start()))
    #expect(rows.map(\.situation) == Situation.allCases.map(\.rawValue))
    #expect(Set(rows.map(\.applicantIin)).count == rows.count && Set(rows.map(\.childIin)).count == rows.count)
    #expect(rows.map(\.childIin) == SituationRow.all(of: try SandboxTown(start: Self.start())).map(\.childIin))
    let page = try Checkout.text(of: "docs/sandbox.md")
    for row in rows {
      let line = "| `\(row.situation)` | \(row.applicantIin) | \(row.childIin) | \(row.answer) | \(row.title) |"
      #expect(page.contains(line), "docs/sandbox.md lacks \(line)")
    }
  }
}
