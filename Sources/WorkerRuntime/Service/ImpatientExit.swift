import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// Ends the process whatever the drain still waits for: at once on the second SIGTERM or SIGINT, and after the first when
/// the drain's time and some seconds more are over.
///
/// What was in hand comes again.
struct ImpatientExit: Service {
  /// What a call that cannot be cancelled gets beyond the drain, for example one to a store that hangs.
  ///
  /// Whoever kills what does not stop has to wait longer than both.
  static let graceSeconds = 10

  let drainSeconds: Int
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var isDraining = false
      for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
        // 128 and the signal's number, as a shell says of a process that a signal ended.
        if isDraining { exit(signal == .sigint ? 130 : 143) }
        isDraining = true
        leave(afterSeconds: drainSeconds + Self.graceSeconds)
      }
    }
  }

  /// Not by a task: what hangs may hold every thread that runs one.
  private func leave(afterSeconds seconds: Int) {
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds)) { [logger] in
      logger.warning("Left what does not end", metadata: [LogKey.duration: "\(seconds) s"])
      // The broker has given nothing up: this is a drain like any other.
      exit(0)
    }
  }
}
