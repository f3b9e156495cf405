import Admission
import ArgumentParser
import Operations
import QueueContracts

/// Lists the applications whose answer is late or due soon.
struct OverdueCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "overdue",
    abstract: "List applications whose answer is late or due soon.",
    discussion: """
      The exit status is 1 if an answer is late, so a script can raise an alarm; it is 0 if answers are only due soon. \
      Names no person. Reads STORE_URL.
      """)

  @Option(help: "Hours from now within which an answer counts as due soon, 0 to 8760.")
  var within = 24

  @OptionGroup var printing: OutputOptions

  func run() async throws {
    guard (0...8760).contains(within) else { throw Failure.badInput("--within must be from 0 to 8760 hours.") }
    let records = try await Connections.records(try await Connections.settings())
    let now = Timestamp.now
    let list = try await OverdueList(records, now: now, before: now.adding(seconds: Int64(within) * 3600))
    printing.show(list.applications, text: list.text)
    let late = list.applications.count { $0.isLate }
    guard late == 0 else { throw Failure.couldNotBeDone("\(late) of these answers are late.") }
  }
}
