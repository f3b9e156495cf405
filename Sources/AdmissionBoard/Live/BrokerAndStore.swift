import Logging
import QueueContracts
import WorkerRuntime
import WorkerStore

/// Asks the management API and the store.
struct BrokerAndStore: SnapshotSource {
  init(_ settings: Settings, store: any BoardStore, logger: Logger) throws {}

  func snapshot() async -> Snapshot { Snapshot(time: .now) }
}
