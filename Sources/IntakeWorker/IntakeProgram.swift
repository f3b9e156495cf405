import Admission
import IntakeLookups
import Logging
import QueueContracts
import RabbitBroker
import ReferenceFiles
import WorkerBase
import WorkerRuntime
import WorkerStore

/// IntakeWorker as a service, in a process of its own or as a part of another process.
package enum IntakeProgram: WorkerProgram {
  package static let metrics = MetricName.ofLookups + MetricName.ofDeadlines

  package static func service(
    _ settings: Settings, _ configuration: WorkerConfiguration, _ logger: Logger,
    now: @escaping @Sendable () -> Timestamp
  ) async throws -> any MonitoredService {
    let storeURL = try StoreURL(configuration.storeURL)
    PlainConnections.warn(
      ["AMQP_URL", "DOCUMENTS_URL", "REGISTERS_URL", "NCANODE_URL"], of: settings, isStorePlain: storeURL.isPlain,
      logger)
    let store = try await storeURL.open()
    let health = Health()
    let rabbit = try RabbitConfiguration(urls: configuration.amqpURL, connectionName: WorkerName.intake.user)
    let broker = RabbitBroker(rabbit)
    let watch = DeadlineWatch(
      store: store, broker: broker,
      seconds: try settings.integer("DEADLINE_CHECK_SECONDS", default: 10, in: 1...3600),
      repeatSeconds: try settings.integer("DEADLINE_REPEAT_SECONDS", default: 1800, in: 1...86400),
      isReady: { health.isReady }, now: now, logger: logger)
    let editions = try RulesEditions(settings)
    let orders = KnownOrders(worker: WorkerName.intake.rawValue)
    let share = RegisterShare(RegisterShareWatch.firstShare)
    let admin = RabbitAdmin(rabbit)
    return try await WorkerService(
      worker: Intake(
        schools: CSVSchoolDirectory(settings),
        facts: Lookups(settings, editions: editions, share: share, limit: { orders.limit(of: $0.rawValue) }),
        editions: editions, now: now,
        quota: ApplicantQuota(
          hourlyLimit: try settings.integer("APPLICANT_HOURLY_LIMIT", default: 0, in: 0...100_000))),
      store: store, broker: broker, configuration: configuration, logger: logger, health: health,
      companions: [
        watch,
        RegisterShareWatch(
          share: share, lanes: configuration.lanes, seconds: Double(configuration.topologyCheckSeconds)
        ) { try await admin.counts(of: QueueName.intake)?.consumers },
        StoreKeeper(store: store, days: InboxDays(settings), logger: logger),
        TopologyWatch(.intake, on: rabbit, configuration, health: health, logger: logger),
      ], orders: orders)
  }
}
