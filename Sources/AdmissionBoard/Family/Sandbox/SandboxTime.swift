import Foundation
import Logging
import QueueContracts
import WorkerRuntime

/// The sandbox's clock, which other processes may set forward.
struct SandboxTime: Sendable {
  private let file: ReloadedFile<Int64>

  /// Reads the sandbox's clock from a file.
  ///
  /// - Parameters:
  ///   - path: the file that says how many milliseconds the clock is ahead of the machine's.
  ///   - logger: receives a warning if the file cannot be read.
  init(path: String, logger: Logger) {
    file = ReloadedFile(path: path, what: "the sandbox's clock", logger: logger) { content in
      let text = String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      guard let ahead = Int64(text) else { throw FileProblem("is no number of milliseconds") }
      return ahead
    }
  }

  var now: Timestamp { Timestamp(milliseconds: Timestamp.now.milliseconds + (file.latest().last ?? 0)) }
}
