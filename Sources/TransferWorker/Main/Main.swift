import TransferWorker
import WorkerRuntime

/// The program of TransferWorker, which judges the papers of moves between schools.
@main
enum Main {
  static func main() async { await TransferProgram.run() }
}
