import AdmissionBoard
import WorkerRuntime

/// The program of the board, which serves the pages for operators.
@main
enum Main {
  static func main() async {
    if CommandLine.arguments.dropFirst().contains("--help") { return print(BoardProgram.help) }
    await BoardProgram.run()
  }
}
