import NotifyWorker
import WorkerRuntime

/// The service that posts to the service history.
@main
enum Main {
  static func main() async { await NotifyProgram.run() }
}
