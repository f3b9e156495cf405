import QueueContracts
import WorkerRuntime

extension Topology {
  /// Version 1, with the waits of `RETRY_LADDER_SECONDS`.
  ///
  /// - Parameter schools: those whose own systems have a queue.
  public static func version1(_ settings: Settings, schools: [BIN] = []) throws(SettingsError) -> Topology {
    version1(retryLadderSeconds: try RetryLadder(settings).stepSeconds, schools: schools)
  }
}
