import ArgumentParser
import Logging
import Operations
import QueueContracts
import WorkerRuntime
import WorkerStore

/// Looks after the tables of the workers' store.
struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Look after the store's tables.",
    subcommands: [Migrate.self, Prune.self, Users.self])

  /// Makes the tables or brings them up to date.
  struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the store's tables, or bring them up to date; rows stay.",
      discussion: """
        On PostgreSQL, run this before the first start of a worker, and before a newer worker starts; the user needs \
        the right to create tables. The workers themselves bring an SQLite file up to date. A second run changes \
        nothing. Reads STORE_URL.
        """)

    @OptionGroup var printing: OutputOptions

    func run() async throws {
      let version = try await Connections.migrateStore(try await Connections.settings())
      printing.show(["version": version], text: "The store's tables are those of version \(version).")
    }
  }

  /// Removes old rows that no message can need any more.
  struct Prune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove rows that are older than INBOX_DAYS; the workers do the same once an hour.",
      discussion: """
        Removes old rows of the inbox, old delivery events, and notes of processes that are gone, at most \
        \(StoreKeeper.rowLimit) in a transaction. The register and the service history stay. Reads STORE_URL, \
        INBOX_DAYS and RETRY_TOTAL_SECONDS, which must be those of the workers.
        """)

    @Flag(help: "Remove nothing; say how many rows would be removed.")
    var dryRun = false

    @OptionGroup var printing: OutputOptions

    func run() async throws {
      let settings = try await Connections.settings()
      let days = try InboxDays(settings)
      let records = try await Connections.records(settings)
      let rows = try await Connections.asking {
        if dryRun { return try await records.prunable(before: days.start(before: .now), keepingDays: days.days) }
        let keeper = StoreKeeper(
          store: records, days: days, pauseSeconds: 0.05, logger: Logger(label: "admissionctl"))
        return try await keeper.prune()
      }
      printing.show(rows, text: Self.sentence(rows, days: days.days, dryRun: dryRun))
    }

    private static func sentence(_ rows: PrunedRows, days: Int, dryRun: Bool) -> String {
      "Older than \(days) days, \(rows.count) rows \(dryRun ? "would go" : "have gone"): \(rows.inbox) of the inbox, "
        + "\(rows.deliveryEvents) delivery events, \(rows.crashNotes) crash notes, \(rows.processes) processes."
    }
  }

  /// Prints the SQL that makes the database roles.
  struct Users: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the SQL that makes a PostgreSQL role for each worker, with the rights that it needs.",
      discussion: """
        A superuser of the database runs it: admissionctl store users | psql --set=ON_ERROR_STOP=1 DATABASE. The role \
        \(StoreRole.owner) owns the tables and runs `store migrate`; the workers, the operator and the reader own \
        nothing. The SQL sets no password, and a second run changes nothing.
        """)

    func run() { Terminal.answer(StoreUsers.script, terminator: "") }
  }
}
