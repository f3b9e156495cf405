import QueueContracts
import WorkerRuntime

extension Topology {
  /// Version 1 of the topology, with the waits of `RETRY_LADDER_SECONDS`.
  ///
  /// - Parameters:
  ///   - settings: the settings, of which only `RETRY_LADDER_SECONDS` is read.
  ///   - schools: the schools whose own systems have a queue.
  /// - Returns: the exchanges, queues and bindings.
  /// - Throws: `SettingsError` if the value of `RETRY_LADDER_SECONDS` cannot be used.
  public static func version1(_ settings: Settings, schools: [BIN] = []) throws(SettingsError) -> Topology {
    version1(retryLadderSeconds: try RetryLadder(settings).stepSeconds, schools: schools)
  }
}
