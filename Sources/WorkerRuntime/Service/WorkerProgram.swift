import WorkerBase
package import Logging
package import QueueContracts

/// The wiring of a worker, which runs as its own process or beside other workers in one process.
package protocol WorkerProgram: SendableMetatype {
  /// The metrics that this worker has besides ``MetricName/ofRuntime``.
  static var metrics: [MetricName] { get }

  /// Builds the worker's service.
  ///
  /// - Parameters:
  ///   - settings: the settings of this worker.
  ///   - configuration: the settings that every worker has.
  ///   - logger: the process's logger.
  ///   - now: the clock that messages are judged by.
  /// - Returns: the service, which does nothing until it is run.
  /// - Throws: `SettingsError`, or an error of the store if it cannot be opened.
  static func service(
    _ settings: Settings, _ configuration: WorkerConfiguration, _ logger: Logger,
    now: @escaping @Sendable () -> Timestamp
  ) async throws -> any MonitoredService
}

extension WorkerProgram {
  /// No metrics besides the runtime's.
  package static var metrics: [MetricName] { [] }

  /// Runs the worker as this process until a signal has drained it.
  package static func run() async {
    await WorkerProcess.run(metrics: metrics) { try await service($0, $1, $2) { Timestamp.now } }
  }
}
