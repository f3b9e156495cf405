public import Logging
public import ServiceLifecycle

/// A service that says how it is.
public protocol MonitoredService: Service {
  var health: Health { get }
}

/// One worker process: its lanes side by side, each built anew by itself, all drained together on shutdown.
public struct WorkerService<W: Worker>: MonitoredService {
  private let lanes: [LaneSupervisor<W>]
  private let companions: [any Service]
  public let health: Health

  /// - Parameters:
  ///   - worker: what makes it this worker and no other.
  ///   - store: where its effects and its inbox live.
  ///   - broker: where its queue is.
  ///   - configuration: what an operator has set.
  ///   - logger: of the process.
  ///   - health: what the lanes tell how they are; companions may ask it.
  ///   - companions: what else this process does for as long as its lanes run.
  public init(
    worker: W, store: any WorkerStore<W.Ledger, W.Keys>, broker: any Broker, configuration: WorkerConfiguration,
    logger: Logger, health: Health = Health(), companions: [any Service] = []
  ) {
    let watch = StoreWatch(health: health, seconds: Double(configuration.storeCheckSeconds), logger: logger) {
      try await store.renewLease()
    }
    self.health = health
    self.companions = companions + [watch]
    let gate = HandlingGate()
    let alerts = AlertLimiter()
    let parkedQuota = ParkedQuota(hourlyLimit: configuration.lane.parkedHourlyLimit)
    lanes = (0..<configuration.lanes).map { [health] number in
      LaneSupervisor(
        worker: worker, store: store, broker: broker, configuration: configuration,
        observer: LaneObserver(lane: number, health: health, logger: logger, alerts: alerts), gate: gate,
        parkedQuota: parkedQuota)
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
