package import Logging
package import QueueContracts

/// What a worker is built of, to be run as a process of its own or beside others in one.
package protocol WorkerProgram: SendableMetatype {
  /// - Parameter now: the clock that messages are judged by.
  /// - Throws: ``SettingsError``, or that the store cannot be opened.
  static func service(
    _ settings: Settings, _ configuration: WorkerConfiguration, _ logger: Logger,
    now: @escaping @Sendable () -> Timestamp
  ) async throws -> any MonitoredService
}

extension WorkerProgram {
  /// Runs it as this process, until a signal has drained it.
  package static func run() async {
    await WorkerProcess.run { try await service($0, $1, $2) { Timestamp.now } }
  }
}
