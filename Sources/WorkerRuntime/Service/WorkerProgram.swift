import WorkerBase
package import Logging
package import QueueContracts

/// The wiring of a worker, which runs as its own process or beside other workers in one process.
package protocol WorkerProgram: SendableMetatype {
  /// Builds the worker's service.
  ///
  /// - Parameters:
  ///   - settings: the settings of this worker.
  ///   - configuration: the settings that every worker has.
  ///   - logger: the process's logger.
  ///   - now: the clock that messages are judged by.
  /// - Returns: the service, which works when it is run.
  /// - Throws: ``SettingsError``, or an error of the store if it cannot be opened.
  static func service(
    _ settings: Settings, _ configuration: WorkerConfiguration, _ logger: Logger,
    now: @escaping @Sendable () -> Timestamp
  ) async throws -> any MonitoredService
}

extension WorkerProgram {
  /// Runs the worker as this process until a signal has drained it.
  package static func run() async {
    await WorkerProcess.run { try await service($0, $1, $2) { Timestamp.now } }
  }
}
