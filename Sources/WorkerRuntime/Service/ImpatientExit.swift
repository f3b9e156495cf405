import WorkerBase
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// Ends the process even if the drain is not over.
///
/// A second SIGTERM or SIGINT ends the process at once. Otherwise the process ends ``graceSeconds`` after the drain's
/// time is over. The broker then delivers the deliveries in hand again.
struct ImpatientExit: Service {
  /// The seconds after the drain's time for calls that cannot be cancelled, such as a call to a store that hangs.
  ///
  /// A service manager has to wait longer than the drain's time plus this time before it kills the process.
  static let graceSeconds = 10

  let drainSeconds: Int
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var isDraining = false
      for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
        // The status is 128 plus the signal's number, as in a shell.
        if isDraining { exit(signal == .sigint ? 130 : 143) }
        isDraining = true
        leave(afterSeconds: drainSeconds + Self.graceSeconds)
      }
    }
  }

  /// Exits after a time.
  ///
  /// It uses no task, because calls that hang may hold every thread that runs tasks.
  private func leave(afterSeconds seconds: Int) {
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds)) { [logger] in
      logger.warning("Exited before the drain was over", metadata: [LogKey.duration: "\(seconds) s"])
      // The deliveries in hand go back to the queue, as at the end of any other drain, so the status is 0.
      exit(0)
    }
  }
}
