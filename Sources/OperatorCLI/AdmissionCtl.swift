import ArgumentParser
import Foundation
import Operations
import WorkerRuntime

/// The operator's command line.
///
/// The exit status is 0 if the command's work was done, 1 if it could not be done, and 2 if the input or the usage is
/// wrong.
@main
struct AdmissionCtl: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "admissionctl",
    abstract: "Looks after the queues, messages and service histories of school admission.",
    discussion: """
      Reads the same environment as the workers: AMQP_URL, STORE_URL, RETRY_LADDER_SECONDS, RULES_FILE, \
      RULES_EDITION, the keys of signatures, or a file of such keys that CONFIG_FILE names.

      Exit status:
        0  The command did its work.
        1  The command could not do its work, for example because the broker or the store was not reached. Or it found a \
      missing queue (queues), a difference (topology diff, books, contracts check), a missing answer (history --families), \
      a late answer (overdue), a signature that is not the applicant's (verify), no such message (parked show), or no such \
      application (where, without --json).
        2  The input, the configuration or the usage is wrong, and nothing was done.
      """,
    version: Build.description,
    subcommands: [
      TopologyCommand.self, PublishCommand.self, SampleCommand.self, HistoryCommand.self, WhereCommand.self,
      ParkedCommand.self, QueuesCommand.self, OverdueCommand.self, BooksCommand.self, JudgeCommand.self,
      RulesCommand.self, VerifyCommand.self, StoreCommand.self, LettersCommand.self, ContractsCommand.self,
      SandboxCommand.self, PauseCommand.self, ResumeCommand.self, PausedCommand.self, LimitCommand.self,
      SchoolsCommand.self, BoardCommand.self,
    ])

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      Failure.end(error)
    }
  }
}
