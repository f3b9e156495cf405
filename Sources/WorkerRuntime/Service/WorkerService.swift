public import Logging
public import ServiceLifecycle

/// A service that reports its state as a ``Health``.
public protocol MonitoredService: Service {
  /// The state of the service.
  var health: Health { get }
}

/// A worker's lanes, which run side by side, each with a supervisor, and are drained together on shutdown.
public struct WorkerService<W: Worker>: MonitoredService {
  private let lanes: [LaneSupervisor<W>]
  private let companions: [any Service]
  /// The state of the lanes and the problems of the process.
  public let health: Health

  /// Creates the service of a worker.
  ///
  /// - Parameters:
  ///   - worker: the worker, which judges and decides.
  ///   - store: the store of the worker's effects and inbox.
  ///   - broker: the broker that has the worker's queue.
  ///   - configuration: the worker's settings.
  ///   - logger: the process's logger.
  ///   - health: is told the lanes' states; the companions may read it.
  ///   - companions: other services of this process, which run as long as the lanes.
  ///   - orders: the book of operators' orders, if a companion shares it; nil to make a book for the lanes alone.
  public init(
    worker: W, store: any LaneStore<W.Ledger, W.Keys>, broker: any Broker, configuration: WorkerConfiguration,
    logger: Logger, health: Health = Health(), companions: [any Service] = [], orders: KnownOrders? = nil
  ) {
    let orders = orders ?? KnownOrders(worker: worker.name)
    let reader = OrderReader(orders: orders, store: store, health: health, logger: logger)
    let watch = StoreWatch(health: health, seconds: Double(configuration.storeCheckSeconds), logger: logger) {
      // The orders are read first, because the lanes do not consume before they know the orders.
      try await reader.read()
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
        parkedQuota: parkedQuota, orders: orders)
    }
  }

  /// Runs until a shutdown has drained every lane.
  public func run() async throws {
    try await withThrowingDiscardingTaskGroup { group in
      for lane in lanes { group.addTask { try await lane.run() } }
      for companion in companions { group.addTask { try await companion.run() } }
    }
  }
}
