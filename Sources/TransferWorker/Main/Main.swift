import TransferWorker
import WorkerRuntime

/// The service that handles moves between schools.
@main
enum Main {
  static func main() async { await TransferProgram.run() }
}
