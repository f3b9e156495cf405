public import WorkerBase

/// The settings that every worker has.
public struct WorkerConfiguration: Sendable {
  /// The broker's address, `AMQP_URL`; holds a password.
  public let amqpURL: String
  /// The store's address, `STORE_URL`; may hold a password.
  public let storeURL: String
  /// The number of lanes of this process, each with one consumer, 1 to 64.
  public let lanes: Int
  /// How many deliveries one lane may have in hand, 1 to 65535.
  public let prefetch: Int
  /// How long a shutdown may take to finish the deliveries in hand, in seconds, 0 to 3600.
  let drainSeconds: Int
  /// The address at which health and metrics are served; nil if they are not served.
  public let health: HealthAddress?
  /// The time between two checks whether the store answers, in seconds, 1 to 15.
  ///
  /// Each check renews the process's lease, by which other processes see that this process is alive. A lease holds for
  /// ``processLeaseSeconds``.
  let storeCheckSeconds: Int
  /// The time between two checks whether the worker's queues exist, in seconds, 1 to 300.
  public let topologyCheckSeconds: Int
  /// The settings of each lane.
  public let lane: LaneSettings

  /// Reads the configuration.
  ///
  /// - Throws: `SettingsError` for the first key that cannot be used.
  public init(_ settings: Settings) throws(SettingsError) {
    amqpURL = try settings.required("AMQP_URL", example: "amqp://user:password@127.0.0.1:5672/")
    storeURL = try settings.required("STORE_URL", example: "sqlite:///var/lib/qabyldau/store.sqlite")
    lanes = try settings.integer("LANES", default: 1, in: 1...64)
    prefetch = try settings.integer("PREFETCH", default: 400, in: 1...65_535)
    drainSeconds = try settings.integer("DRAIN_SECONDS", default: 25, in: 0...3600)
    health = try HealthAddress(settings)
    storeCheckSeconds = try settings.integer("STORE_CHECK_SECONDS", default: 5, in: 1...15)
    topologyCheckSeconds = try settings.integer("TOPOLOGY_CHECK_SECONDS", default: 10, in: 1...300)
    lane = LaneSettings(
      batchLimit: min(max(1, prefetch / 2), try settings.integer("BATCH_LIMIT", default: 200, in: 1...1000)),
      judgingWidth: try settings.integer("JUDGING_WIDTH", default: 16, in: 1...256),
      handlerSeconds: try settings.handlerSeconds,
      retries: try RetryLadder(settings),
      crashLimit: try settings.integer("CRASH_LIMIT", default: 3, in: 1...10),
      holdSeconds: Double(try settings.integer("HOLD_SECONDS", default: 300, in: 1...1500)),
      parkedHourlyLimit: try settings.integer("PARKED_HOURLY_LIMIT", default: 0, in: 0...100_000))
  }
}

extension Settings {
  /// The time for judging one message, in seconds: `HANDLER_SECONDS` (default 60).
  ///
  /// Time-outs of services that are asked while a message is judged have to fit into this time.
  ///
  /// - Throws: `SettingsError` if the setting cannot be used.
  package var handlerSeconds: Double {
    get throws(SettingsError) { Double(try integer("HANDLER_SECONDS", default: 60, in: 1...3600)) }
  }
}

extension RetryLadder {
  /// Reads `RETRY_LADDER_SECONDS` and `RETRY_TOTAL_SECONDS`.
  ///
  /// The ladder is part of the topology, so the worker and the command that declares the retry queues read the
  /// same keys.
  ///
  /// - Throws: `SettingsError`.
  public init(_ settings: Settings) throws(SettingsError) {
    self.init(
      stepSeconds: try settings.integers(
        "RETRY_LADDER_SECONDS", default: Self.defaultStepSeconds, in: 1...604_800),
      totalSeconds: try settings.integer(
        "RETRY_TOTAL_SECONDS", default: Self.defaultTotalSeconds, in: 0...31_536_000))
  }
}
