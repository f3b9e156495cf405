import Logging
import QueueContracts
import ServiceLifecycle
import WorkerRuntime
import WorkerStore

/// The board's program, which runs in a process of its own or inside another process.
package enum BoardProgram: WorkerProgram {
  /// The text that `--help` prints.
  package static let help = """
    Serves pages for the operators of school admission.

    It reads its settings from the environment, or from a file of such lines that CONFIG_FILE names:
      AMQP_URL, STORE_URL, RABBITMQ_MANAGEMENT_URL   the broker and the store of the workers
      BOARD_HOST, BOARD_PORT                         where it listens (127.0.0.1, 8090)
      BOARD_WORKERS                                  the workers' health servers, to show how they are
    and others, which docs/operations.md lists. Users are added by: admissionctl board user add NAME --role ROLE

      --help      prints this
      --version   prints what it was built from
    """

  package static func service(
    _ settings: Settings, _ configuration: WorkerConfiguration, _ logger: Logger,
    now: @escaping @Sendable () -> Timestamp
  ) async throws -> any MonitoredService {
    let storeURL = try StoreURL(configuration.storeURL)
    PlainConnections.warn(
      ["AMQP_URL", "RABBITMQ_MANAGEMENT_URL"], of: settings, isStorePlain: storeURL.isPlain, logger)
    let store = try await storeURL.openBoard()
    let workers = try BoardSettings(settings).workers
    // In a sandbox, sessions follow the machine's clock, so that moving the sandbox's clock signs nobody out.
    let machineTime: @Sendable () -> Timestamp = { .now }
    let isSandbox = settings.text("BOARD_FAMILY_DIR") != nil
    let board = try Board(
      settings: settings, store: store,
      source: try BrokerAndStore(settings, store: store, workers: workers, now: now), logger: logger, now: now,
      sessionTime: isSandbox ? machineTime : now)
    try await board.boardSettings.address.check()
    board.warnOfPlainPasswords()
    return BoardService(board: board, health: Health())
  }
}

extension Board {
  /// Logs a warning if passwords would cross a network in plain text.
  fileprivate func warnOfPlainPasswords() {
    let settings = boardSettings
    guard !settings.isSecure, settings.proxy.addresses.isEmpty, !ThisMachine.has(settings.address.host) else { return }
    logger.warning(
      "The board is reached from other machines without TLS: anybody on the network between can read passwords",
      metadata: [LogKey.detail: "BOARD_HOST"])
  }
}

/// The board's server with its tasks in the background.
struct BoardService: MonitoredService {
  let board: Board
  let health: Health

  func run() async throws {
    health.set(.consuming, lane: 0)
    board.logger.info(
      "The board listens",
      metadata: ["host": "\(board.boardSettings.address.host)", "port": "\(board.boardSettings.address.port)"])
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask { try await BoardServer(board: board).run() }
      group.addTask { await AuditKeeper(board: board).run() }
      group.addTask { await HourKeeper(store: board.store, logger: board.logger, now: board.now).run() }
      if let family = board.family { group.addTask { await family.run() } }
    }
  }
}
