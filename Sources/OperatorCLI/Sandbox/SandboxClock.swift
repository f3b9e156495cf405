import Foundation
import Logging
import Operations
import QueueContracts
import WorkerRuntime

/// The sandbox's clock: the machine's time plus the milliseconds in a file, so that other processes can move it.
struct SandboxClock: Sendable {
  private let path: String
  private let file: ReloadedFile<Int64>

  /// Reads the clock from a file.
  ///
  /// - Parameters:
  ///   - path: the file that says by how many milliseconds the clock is ahead of the machine's clock.
  ///   - logger: receives a warning if the file cannot be read.
  init(path: String, logger: Logger) {
    self.path = path
    file = ReloadedFile(path: path, what: "the sandbox's clock", logger: logger) { content in
      let text = String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      guard let ahead = Int64(text) else { throw FileProblem("is no number of milliseconds") }
      return ahead
    }
  }

  /// The number of milliseconds by which the clock is ahead of the machine's; nil if the file is not there.
  private var ahead: Int64? { file.latest().last }

  /// The time of the clock; the machine's time as long as the file is not there.
  var now: Timestamp { Timestamp(milliseconds: Timestamp.now.milliseconds + (ahead ?? 0)) }

  /// Sets the clock, for every process that reads the file.
  func set(to time: Timestamp) throws(Failure) { try Self.write(time, to: path) }

  /// Writes a file whose clock shows this time.
  static func write(_ time: Timestamp, to path: String) throws(Failure) {
    let ahead = time.milliseconds - Timestamp.now.milliseconds
    do {
      try Data("\(ahead)\n".utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .couldNotBeDone("\(path) cannot be written.")
    }
  }

  /// The time to which a move sets the clock.
  ///
  /// A move is either a step ahead, such as `+5d`, `+3h`, `+30m` or `+20s`, or the new time itself.
  ///
  /// The clock only goes forward, because answers that were given at a later time would otherwise become wrong.
  static func target(_ move: String, from now: Timestamp) throws(Failure) -> Timestamp {
    let isAhead = move.hasPrefix("+")
    let target = isAhead ? seconds(move.dropFirst()).map { now.adding(seconds: $0) } : Timestamp(move)
    guard let target, target.day.year < 2100 else {
      throw .badInput("The move is neither a time ahead, such as +5d, +3h, +30m or +20s, nor one like \(now).")
    }
    guard target >= now else {
      throw .badInput("The clock says \(now), and goes forward alone; start the sandbox anew with --at.")
    }
    return target
  }

  private static func seconds(_ text: Substring) -> Int64? {
    let lengths: [Character: Int64] = ["d": 86_400, "h": 3600, "m": 60, "s": 1]
    guard let unit = text.last.flatMap({ lengths[$0] }), let count = Int64(text.dropLast()),
      (0...100_000).contains(count)
    else { return nil }
    return count * unit
  }
}
