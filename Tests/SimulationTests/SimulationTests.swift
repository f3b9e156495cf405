import Foundation
import Testing

/// Real lanes and real watches over deadlines, between a broker and a store that fail in every way that a seed picks.
///
/// Each simulated run is a *world*. `SIMULATION_SEEDS=100000` runs more worlds; `SIMULATION_SEED=17` runs the world of
/// seed 17 and prints its events.
@Suite("Simulation")
struct SimulationTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let seedCount = environment["SIMULATION_SEEDS"].flatMap { UInt64($0) } ?? 2000
  private static let replayed = environment["SIMULATION_SEED"].flatMap { UInt64($0) }
  /// The number of worlds that are run with each planted defect; the checker has to see it in at least one of them.
  private static let mutantSeeds: UInt64 = 200

  @Test("No message is lost, acknowledged too early or effective twice, and a family hears of a late answer once")
  func promises() async {
    let failed = await Self.failures(in: Self.replayed.map { $0...$0 } ?? 1...max(1, Self.seedCount))
    for failure in failed.prefix(3) { Issue.record("\(failure.report)") }
    // The verdicts are not printed, because their traces are long.
    let count = failed.count
    #expect(count == 0)
  }

  @Test("A seed gives the same trace each time")
  func replay() async {
    for seed in UInt64(1)...20 {
      var (first, second) = (Simulation(seed: seed), Simulation(seed: seed))
      let (once, again) = (await first.run().trace, await second.run().trace)
      #expect(once.map(\.description) == again.map(\.description), "seed \(seed)")
    }
  }

  @Test("The checker sees each planted defect", arguments: Mutation.allCases)
  func mutants(_ mutation: Mutation) async {
    for seed in 1...Self.mutantSeeds
    where await Verdict(
      seed: seed, mutation: mutation, deadlyCount: mutation.deadlyCount
    ).isBad { return }
    Issue.record("\(mutation) was not seen in \(Self.mutantSeeds) worlds")
  }

  @Test("A message that kills its process is parked, and no other message is parked", arguments: 1...4)
  func deadly(_ count: Int) async {
    for seed in UInt64(1)...25 {
      let verdict = await Verdict(seed: seed, deadlyCount: count)
      if verdict.isBad { Issue.record("\(verdict.report)") }
      #expect(verdict.parkedCount == count, "seed \(seed)")
    }
  }

  /// Runs the worlds two at a time and returns the verdicts on worlds that break a promise.
  private static func failures(in seeds: ClosedRange<UInt64>) async -> [Verdict] {
    await withTaskGroup(of: Verdict.self) { group in
      var failed: [Verdict] = []
      for seed in seeds {
        if seed > seeds.lowerBound + 1, let verdict = await group.next(), verdict.isBad { failed.append(verdict) }
        group.addTask { await Verdict(seed: seed) }
      }
      for await verdict in group where verdict.isBad { failed.append(verdict) }
      if seeds.count == 1 { await Verdict(seed: seeds.lowerBound).printTrace() }
      return failed.sorted { $0.seed < $1.seed }
    }
  }
}

/// The result of one world.
struct Verdict: Sendable {
  let seed: UInt64
  private let violations: [String]
  /// The events of the world.
  private let trace: [TraceEvent]

  init(seed: UInt64, mutation: Mutation? = nil, deadlyCount: Int? = nil) async {
    var simulation = Simulation(seed: seed, mutation: mutation, deadlyCount: deadlyCount)
    let (trace, isFinished) = await simulation.run()
    (self.seed, self.trace) = (seed, trace)
    violations = Checker.violations(in: trace, isFinished: isFinished)
  }

  var isBad: Bool { !violations.isEmpty }

  /// The number of messages that were parked, by the broker or by a lane.
  var parkedCount: Int {
    trace.count { event in
      switch event {
      case .moved(_, _, let queue), .stored(_, _, let queue, _, _): queue.hasSuffix(".parked")
      default: false
      }
    }
  }

  var report: String {
    let tail = trace.enumerated().suffix(60).map { "\($0.offset): \($0.element)" }
    return """
      Seed \(seed) fails; SIMULATION_SEED=\(seed) replays it.
      \(violations.prefix(10).joined(separator: "\n"))
      The end of its trace:
      \(tail.joined(separator: "\n"))
      """
  }

  func printTrace() {
    for (number, event) in trace.enumerated() { print("\(number): \(event)") }
    for violation in violations { print("violated at \(violation)") }
  }
}
