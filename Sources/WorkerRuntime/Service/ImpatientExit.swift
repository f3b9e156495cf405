import Foundation
import ServiceLifecycle
import UnixSignals

/// Ends the process at once on the second SIGTERM or SIGINT, whatever the drain still waits for.
///
/// What was in hand comes again.
struct ImpatientExit: Service {
  func run() async throws {
    await cancelWhenGracefulShutdown {
      var isDraining = false
      for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
        // 128 and the signal's number, as a shell says of a process that a signal ended.
        if isDraining { exit(signal == .sigint ? 130 : 143) }
        isDraining = true
      }
    }
  }
}
