import QueueContracts
import WorkerTesting

/// The faults of the test, one after the other, each healed before the next.
enum ClusterFault: String, CaseIterable {
  case nothing = "no fault"
  case leaderKilled = "the leader's node is killed"
  case leaderFrozen = "the leader's node is frozen"
  case workersKilled = "workers are killed"
  case clusterKilled = "the whole cluster is killed"
  case leaderAndWorkersKilled = "a leader's node and workers"
  case leaderCutOff = "cut in two, the leader alone"
  case otherCutOff = "cut in two, the leader with another"

  /// All faults in the order of the cases, then the quick faults once more in a random order.
  static func rounds(_ random: inout SplitMix64) -> [ClusterFault] {
    allCases + allCases.filter { ![.nothing, .leaderCutOff, .otherCutOff].contains($0) }.shuffled(using: &random)
  }

  /// Brings the fault about and heals it.
  func strike(_ cluster: Cluster, _ staff: Staff, _ journal: FaultJournal, _ random: inout SplitMix64) async throws {
    switch self {
    case .nothing:
      try await Task.sleep(for: .seconds(4))
    case .leaderKilled:
      let node = try await cluster.leader(of: QueueName.intake)
      try await cluster.kill(node)
      try await Task.sleep(for: .milliseconds(Int.random(in: 4000...8000, using: &random)))
      try await cluster.start()
    case .leaderFrozen:
      try await freezeLeader(cluster, journal, .milliseconds(Int.random(in: 5000...16_000, using: &random)))
    case .workersKilled:
      try await killWorkers(staff, journal, times: 12, &random)
    case .clusterKilled:
      for node in Cluster.nodes { try await cluster.kill(node) }
      try await Task.sleep(for: .milliseconds(Int.random(in: 500...2000, using: &random)))
      try await cluster.start()
    case .leaderAndWorkersKilled:
      let queue = QueueName.workers.randomElement(using: &random) ?? QueueName.intake
      try await cluster.kill(try await cluster.leader(of: queue))
      try await killWorkers(staff, journal, times: 8, &random)
      try await cluster.start()
    case .leaderCutOff:
      try await cutOff(try await cluster.leader(of: QueueName.intake), cluster, journal, &random)
    case .otherCutOff:
      let leader = try await cluster.leader(of: QueueName.intake)
      let others = Cluster.nodes.filter { $0 != leader }
      try await cutOff(others.randomElement(using: &random) ?? 1, cluster, journal, &random)
    }
  }

  /// Cuts one node off from the two others; portals and workers stay connected to all three.
  ///
  /// Nodes count each other as gone after 8 s of silence instead of 60 s, and the cut lasts longer than 8 s. The lone
  /// node has to stop, and has to come back by itself when the cut is healed.
  private func cutOff(
    _ node: Int, _ cluster: Cluster, _ journal: FaultJournal, _ random: inout SplitMix64
  ) async throws {
    try await cluster.setPatience(seconds: 8)
    let connections = try await cluster.connections()
    await journal.remark(
      "node \(node) was cut off, with \(connections[node] ?? 0) of \(connections.values.reduce(0, +)) connections")
    try await cluster.cut(node)
    try await Task.sleep(for: .milliseconds(Int.random(in: 16_000...20_000, using: &random)))
    try await cluster.heal()
    if await !cluster.isWhole(after: node, seconds: 40) {
      await journal.remark("node \(node) did not come back by itself and was started anew")
      try await cluster.kill(node)
      try await cluster.start()
    }
    try await cluster.setPatience(seconds: 60)
  }

  /// Freezes the node that leads intake's queue for this duration; the other nodes elect a new leader after 8 to 11 s.
  ///
  /// The freeze is shorter than 45 s. After 45 s the other nodes can count the frozen node as gone, and RabbitMQ does
  /// not heal such a partition by itself. On a slow machine the freeze may last that long. Then the test restarts the
  /// node, as an operator would do.
  private func freezeLeader(_ cluster: Cluster, _ journal: FaultJournal, _ duration: Duration) async throws {
    let node = try await cluster.leader(of: QueueName.intake)
    try await cluster.freeze(node)
    try await Task.sleep(for: duration)
    try await cluster.thaw(node)
    if await !cluster.isWhole(after: node, seconds: 15) {
      await journal.remark("node \(node) did not come back by itself and was started anew")
      try await cluster.kill(node)
      try await cluster.start()
    }
  }

  private func killWorkers(
    _ staff: Staff, _ journal: FaultJournal, times: Int, _ random: inout SplitMix64
  ) async throws {
    for _ in 0..<times {
      try await Task.sleep(for: .milliseconds(Int.random(in: 200...1200, using: &random)))
      let index = Int.random(in: 0..<Staff.size, using: &random)
      try await staff.replace(index)
      await journal.killedWorker()
    }
  }
}
