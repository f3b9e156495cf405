import Foundation

/// Times the hot paths, and prints as one JSON object the median time and CPU time of a repetition of each path.
struct MicroTable {
  private static let rounds = 7

  /// How long each path is repeated, in seconds.
  let seconds: Double

  func print(on stage: HotPathStage) async throws {
    var table: [String: Times] = [:]
    for path in HotPath.allCases { table[path.rawValue] = try await times(of: path, on: stage) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    FileHandle.standardOutput.write(try encoder.encode(table) + Data("\n".utf8))
  }

  private struct Times: Encodable {
    let wallNanoseconds: Double
    let cpuNanoseconds: Double
  }

  private func times(of path: HotPath, on stage: HotPathStage) async throws -> Times {
    // The first run warms up, and tells how many repetitions fit into a round.
    let first = try await time(path, 50, on: stage)
    let repetitions = max(50, Int(seconds / Double(Self.rounds) * 1e9 / max(first.wallNanoseconds, 1)))
    var rounds: [Times] = []
    for _ in 0..<Self.rounds { rounds.append(try await time(path, repetitions, on: stage)) }
    func median(_ part: (Times) -> Double) -> Double { rounds.map(part).sorted()[Self.rounds / 2] }
    return Times(wallNanoseconds: median(\.wallNanoseconds), cpuNanoseconds: median(\.cpuNanoseconds))
  }

  private func time(_ path: HotPath, _ repetitions: Int, on stage: HotPathStage) async throws -> Times {
    let (start, cpu) = (ContinuousClock.now, Self.cpuNanoseconds)
    try await path.run(repetitions, on: stage)
    let wall = ContinuousClock.now - start
    return Times(
      wallNanoseconds: (Double(wall.components.seconds) * 1e9 + Double(wall.components.attoseconds) / 1e9)
        / Double(repetitions),
      cpuNanoseconds: (Self.cpuNanoseconds - cpu) / Double(repetitions))
  }

  /// The CPU time of the whole process, all its threads included.
  private static var cpuNanoseconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}
