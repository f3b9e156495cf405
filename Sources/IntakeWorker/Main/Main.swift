import IntakeWorker
import WorkerRuntime

/// The program of IntakeWorker, which judges applications.
@main
enum Main {
  static func main() async { await IntakeProgram.run() }
}
