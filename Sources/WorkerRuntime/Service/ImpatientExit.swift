import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// Ends the process whatever the drain still waits for: at once on the second SIGTERM or SIGINT, and otherwise some
/// seconds after the drain's time is over.
///
/// Deliveries in hand come again.
struct ImpatientExit: Service {
  /// The time after the drain for calls that cannot be cancelled, such as one to a store that hangs.
  ///
  /// A service manager that kills what does not stop has to wait longer than both.
  static let graceSeconds = 10

  let drainSeconds: Int
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var isDraining = false
      for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
        // The status is 128 and the signal's number, as a shell reports a process that a signal ended.
        if isDraining { exit(signal == .sigint ? 130 : 143) }
        isDraining = true
        leave(afterSeconds: drainSeconds + Self.graceSeconds)
      }
    }
  }

  /// Exits after a time.
  ///
  /// It uses no task, because what hangs may hold every thread that runs tasks.
  private func leave(afterSeconds seconds: Int) {
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds)) { [logger] in
      logger.warning("Left what does not end", metadata: [LogKey.duration: "\(seconds) s"])
      // The broker still has every delivery, so this is a drain like any other.
      exit(0)
    }
  }
}
