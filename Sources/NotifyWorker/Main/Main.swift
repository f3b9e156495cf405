import NotifyWorker
import WorkerRuntime

/// The program of NotifyWorker, which posts to the service history.
@main
enum Main {
  static func main() async { await NotifyProgram.run() }
}
