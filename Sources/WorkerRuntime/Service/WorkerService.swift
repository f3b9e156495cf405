public import Logging
public import ServiceLifecycle

/// One worker process: its lanes side by side, each built anew by itself, all drained together on shutdown.
public struct WorkerService<W: Worker, S: Store<W.Ledger, W.Keys> & CrashLog & DeliveryLog>: Service {
  private let lanes: [LaneSupervisor<W, S>]
  private let companions: [any Service]
  public let health = Health()

  /// - Parameter companions: what else this process does for as long as its lanes run.
  public init(
    worker: W, store: S, broker: any Broker, configuration: WorkerConfiguration, logger: Logger,
    companions: [any Service] = []
  ) {
    self.companions = companions
    let suspectTurn = AsyncSemaphore(1)
    lanes = (0..<configuration.lanes).map { [health] number in
      LaneSupervisor(
        worker: worker, store: store, broker: broker, settings: configuration.lane, prefetch: configuration.prefetch,
        drainSeconds: Double(configuration.drainSeconds),
        journal: LaneJournal(lane: number, health: health, logger: logger), suspectTurn: suspectTurn)
    }
  }

  /// Returns when a shutdown has drained every lane.
  public func run() async throws {
    try await withThrowingDiscardingTaskGroup { group in
      for lane in lanes { group.addTask { try await lane.run() } }
      for companion in companions { group.addTask { try await companion.run() } }
    }
  }
}
