import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerTesting

/// A failure names its seed; with `PARKED_SEED=n` the tests make the random choices of the seed `n` again.
@Suite("An operator's command that is killed in the middle", .serialized, .timeLimit(.minutes(5)))
struct CLIParkedKillTests {
  private static let seed =
    ProcessInfo.processInfo.environment["PARKED_SEED"].flatMap { UInt64($0) } ?? .random(in: 1...999_999)

  private let desk: Desk
  private let receipts: URL
  private let applications = (0..<1000).map { Families.enrolment($0) }
  private let messages: [String: BrokerMessage]

  init() async throws {
    desk = try await Desk()
    receipts = desk.system.folder.appending(path: "receipts.jsonl")
    let all = applications.map { $0.message() }
    try await desk.park(all) { _ in "school.unknown" }
    messages = Dictionary(all.map { ($0.id ?? "", $0) }) { first, _ in first }
  }

  @Test("If `parked replay` is killed and run again, no message is lost and each has one effect")
  func replay() async throws {
    var random = SplitMix64(seed: Self.seed)
    var replayed: [BrokerMessage] = []
    func takeReplayed() async throws {
      let count = try await TestBroker.admin(desk.system.amqpURL).counts(of: QueueName.intake)?.messages ?? 0
      replayed += try await desk.system.take(count, from: QueueName.intake)
    }
    try await interrupt("replay", &random) { isInTheMiddle in
      try await takeReplayed()
      guard isInTheMiddle else {
        replayed = []
        return
      }
      let somewhere = try await parked().union(replayed.compactMap(\.id))
      #expect(somewhere == Set(messages.keys), "seed \(Self.seed)")
    }
    let done = try desk.run(words("replay"))
    #expect(done.status == 0, "\(done)")
    #expect(try await desk.waiting() == 0)
    try await takeReplayed()
    #expect(Set(replayed.compactMap(\.id)) == Set(messages.keys), "seed \(Self.seed)")
    for copy in replayed {
      var expected = messages[copy.id ?? ""]
      expected?.headers["x-odd"] = .text("Қ")
      #expect(copy == expected)
    }

    try await desk.system.publish(replayed, routingKey: RoutingKey.applicationSubmitted)
    let health = try Readiness()
    let workers = [
      try desk.system.launch("IntakeWorker", ["HEALTH_PORT": "\(health.port)"]),
      try desk.system.launch("NotifyWorker"),
    ]
    defer { for worker in workers { worker.kill() } }
    // A message may have been replayed twice. The test waits for every copy, so that no worker has a copy in hand at
    // the end.
    try await eventually(within: 150, "every copy is handled") { await health.settled == replayed.count }
    try await desk.system.awaitAnswers(to: applications, within: 90)
    for worker in workers { worker.terminate() }
    try await eventually("the workers have ended") { workers.allSatisfy { !$0.isRunning } }
    let checker = try await FaultChecker(desk.system, confirmed: applications)
    #expect(checker.violations == [], "seed \(Self.seed)")
  }

  @Test("If `parked discard` is killed, there is a receipt for each message that is gone")
  func discard() async throws {
    var random = SplitMix64(seed: Self.seed)
    try await interrupt("discard", &random) { isInTheMiddle in
      guard isInTheMiddle else { return try FileManager.default.removeItem(at: receipts) }
      let gone = Set(messages.keys).subtracting(try await parked())
      #expect(try gone.isSubset(of: receiptIds()), "seed \(Self.seed)")
    }
    let done = try desk.run(words("discard"))
    #expect(done.status == 0, "\(done)")
    #expect(try await desk.waiting() == 0)
    #expect(try receiptIds() == Set(messages.keys), "seed \(Self.seed)")
  }

  private func words(_ action: String) -> [String] {
    ["parked", action, "--reason", "school.unknown", "--because", "a test", "--yes", "--receipts", receipts.path]
  }

  /// Kills the command four times in the middle of its work.
  ///
  /// On a busy machine the command can be faster than the kill. Then everything is parked again for another try.
  ///
  /// - Parameters:
  ///   - action: the action's name in the command: `replay` or `discard`.
  ///   - random: the source of chance.
  ///   - check: checks the result of each try. `isInTheMiddle` is false if the command was faster than the kill; then
  ///     the result does not count.
  /// - Throws: what `check` throws.
  private func interrupt(
    _ action: String, _ random: inout SplitMix64, _ check: (_ isInTheMiddle: Bool) async throws -> Void
  ) async throws {
    var kills = 0
    for _ in 1...20 where kills < 4 {
      try await runAndKill(action, &random)
      let isInTheMiddle = try await !parked().isEmpty
      try await check(isInTheMiddle)
      if isInTheMiddle { kills += 1 } else { try await desk.park(Array(messages.values)) { _ in "school.unknown" } }
    }
    #expect(kills > 0, "the command was always faster than the kill; seed \(Self.seed)")
  }

  /// Starts the command, and kills it some milliseconds after it has written its first receipts.
  private func runAndKill(_ action: String, _ random: inout SplitMix64) async throws {
    let (size, pause) = (receiptBytes, Duration.microseconds(Int.random(in: 0...8000, using: &random)))
    let process = Process()
    process.executableURL = WorkerHandle.binaries.appending(path: "admissionctl")
    process.arguments = words(action)
    process.environment = desk.system.environment
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer { kill(process.processIdentifier, SIGKILL) }
    while process.isRunning, receiptBytes == size { try await Task.sleep(for: .microseconds(200)) }
    try await Task.sleep(for: pause)
    kill(process.processIdentifier, SIGKILL)
    try await eventually("it is dead") { !process.isRunning }
    #expect(process.terminationReason == .uncaughtSignal || process.terminationStatus == 0, "seed \(Self.seed)")
    let admin = try TestBroker.admin(desk.system.amqpURL)
    try await eventually("the broker has noticed") {
      try await admin.counts(of: QueueName.parked(of: QueueName.intake))?.consumers == 0
    }
  }

  private func parked() async throws -> Set<String> {
    let admin = try TestBroker.admin(desk.system.amqpURL)
    let found = try await admin.browse(QueueName.parked(of: QueueName.intake), limit: messages.count + 1)
    return Set(found.compactMap(\.message.id))
  }

  private var receiptBytes: Int {
    (try? FileManager.default.attributesOfItem(atPath: receipts.path)[.size] as? Int) ?? 0
  }

  /// The message ids of the receipts; a last line that was cut off is ignored.
  private func receiptIds() throws -> Set<String> {
    guard FileManager.default.fileExists(atPath: receipts.path) else { return [] }
    let lines = try String(contentsOf: receipts, encoding: .utf8).split(separator: "\n")
    return Set(lines.compactMap { $0.firstMatch(of: /"messageId":"([^"]+)"/).map { String($0.1) } })
  }
}
