import Admission
import ArgumentParser
import QueueContracts

/// Lists whose answer is late, or soon will be.
struct OverdueCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "overdue",
    abstract: "List applications without an end whose answer is late, or due soon.",
    discussion: """
      The exit status is 1 where an answer is late, so that a script can raise the alarm; an answer that is only due \
      soon leaves it at 0. Names no person. Reads STORE_URL.
      """)

  @Option(help: "Hours from now within which an answer counts as due soon, 0 to 8760.")
  var within = 24

  @OptionGroup var printing: OutputOptions

  func run() async throws {
    guard (0...8760).contains(within) else { throw Failure.badInput("--within must be from 0 to 8760 hours.") }
    let records = try await Connections.records(try await Connections.settings())
    let now = Timestamp.now
    let list = try await Connections.asking {
      try await OverdueList(records, now: now, before: now.adding(seconds: Int64(within) * 3600))
    }
    printing.show(list.applications, text: list.text)
    let late = list.applications.count { $0.isLate }
    guard late == 0 else { throw Failure.couldNotBeDone("\(late) of these answers are late.") }
  }
}

/// Applications that are received or in processing, the longest due first.
struct OverdueList {
  struct Item: Encodable, Equatable {
    let applicationId: ApplicationID
    let number: ApplicationNumber
    let service: Service
    /// `received` if it waits, or is parked, before it is judged.
    let state: String
    let school: String
    let submittedAt: Timestamp
    let dueBy: Timestamp
    let isLate: Bool
  }

  let applications: [Item]

  init(_ records: any Records, now: Timestamp, before time: Timestamp, pageLength: Int = 500) async throws {
    var applications: [Item] = []
    var last: ApplicationRecord?
    repeat {
      let page = try await records.unanswered(dueBefore: time, after: last, limit: pageLength)
      applications += page.map { record in
        Item(
          applicationId: record.id, number: record.number, service: record.service, state: record.state.rawValue,
          school: record.school.bin, submittedAt: record.submittedAt, dueBy: record.dueBy, isLate: record.dueBy < now)
      }
      last = page.count < pageLength ? nil : page.last
    } while last != nil
    self.applications = applications
  }

  var text: String {
    guard !applications.isEmpty else { return "No answer is late or due soon." }
    var table = Table("APPLICATION", "NUMBER", "SERVICE", "SCHOOL", "DUE BY", "")
    for item in applications {
      table.add(
        item.applicationId.description, item.number.text, item.service.rawValue, item.school, item.dueBy.forReading,
        item.isLate ? "late" : "soon")
    }
    return table.text
  }
}
