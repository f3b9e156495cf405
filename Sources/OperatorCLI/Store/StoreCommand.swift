import ArgumentParser

/// The tables of the workers' store.
struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Look after the store's tables.", subcommands: [Migrate.self])

  /// Makes the tables or brings them up to date.
  struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the tables of STORE_URL, or bring them up to date; rows stay.",
      discussion: """
        On PostgreSQL this comes before the first start of a worker, and before the start of a newer one; the user needs \
        the right to create tables. An SQLite file is brought up to date by the workers too. Run again, it changes nothing.
        """)

    @OptionGroup var printing: OutputOptions

    func run() async throws {
      let version = try await Connections.migrateStore(try await Connections.settings())
      printing.show(["version": version], text: "The store's tables are those of version \(version).")
    }
  }
}
