import IntakeWorker
import WorkerRuntime

/// The service that validates applications.
@main
enum Main {
  static func main() async { await IntakeProgram.run() }
}
