import QueueContracts

/// What broker and store have said at one moment: the same for everybody who looks.
struct Snapshot: Sendable {
  let time: Timestamp
}

/// Who asks broker and store.
protocol SnapshotSource: Sendable {
  /// Answers within some seconds, and says in the snapshot what could not be asked.
  func snapshot() async -> Snapshot
}
