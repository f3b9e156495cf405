import Foundation
import WorkerStore

/// Measures the store: `run FILE` writes batches and makes the workers' queries.
///
/// `fill FILE N` puts N applications into a file first; `plans FILE` prints SQLite's query plans for the store's
/// queries.
@main
enum Main {
  static func main() async throws {
    let words = Array(CommandLine.arguments.dropFirst())
    guard words.count >= 2 else {
      print("usage: StoreBenchmark fill FILE N | run FILE [BATCHES [SIZE [WORK]]] | plans FILE")
      exit(64)
    }
    switch words[0] {
    case "fill":
      try await Filling(path: words[1]).fill(words.count > 2 ? Int(words[2]) ?? 10_000 : 10_000)
    case "plans": try await Plans(path: words[1]).show()
    default:
      try await Measuring(
        store: SQLiteStore.open(path: words[1]),
        batches: words.count > 2 ? Int(words[2]) ?? 50 : 50,
        size: words.count > 3 ? Int(words[3]) ?? 200 : 200
      ).run(only: words.count > 4 ? words[4] : nil)
    }
  }
}
