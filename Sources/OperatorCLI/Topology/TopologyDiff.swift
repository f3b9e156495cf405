import ArgumentParser
import Operations
import RabbitBroker

extension TopologyCommand {
  /// Compares the broker with what `apply` would declare.
  struct Diff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Show how the broker of AMQP_URL differs from the wanted exchanges, queues and bindings; changes nothing.",
      discussion: """
        Names each exchange and queue that is missing, or has another argument, with the way to change it without \
        loss. The broker names one argument of a queue at a time, so compare again after a change. AMQP does not tell \
        bindings; they are compared by RabbitMQ's management API if RABBITMQ_MANAGEMENT_URL is set. A missing binding \
        is a difference. A surplus binding is a difference unless another binding of the queue routes the same \
        messages. Reads AMQP_URL, RETRY_LADDER_SECONDS and RABBITMQ_MANAGEMENT_URL. The user needs the right to \
        configure. Exits 0 when nothing differs, 1 when something does or the API cannot be asked.
        """)

    @OptionGroup var selection: SchoolSelection
    @OptionGroup var printing: OutputOptions

    func run() async throws {
      let settings = try await Connections.settings()
      // A wrong address of the management API is reported before anything is asked.
      _ = try Connections.management(settings)
      let declared = try await TopologyComparison.declared(settings, schools: selection.schools)
      TopologyCommand.complain(of: declared.filter(\.isHarmless))
      let bindings = try await TopologyComparison.bound(settings, schools: selection.schools)
      let bound = bindings ?? []
      for one in bound where one.isHarmless {
        Terminal.complain("Harmless: the binding of \(one.name) is not wanted. \(one.migration)")
      }
      if bindings == nil {
        Terminal.complain("Bindings were not compared, for AMQP does not tell them: set RABBITMQ_MANAGEMENT_URL.")
      }
      let differences = (declared + bound).filter { !$0.isHarmless }
      printing.show(
        differences,
        text: differences.isEmpty ? "The broker has what is wanted." : Self.text(of: differences))
      guard differences.isEmpty else {
        throw Failure.couldNotBeDone("The broker differs in \(differences.count.counted("place")).")
      }
    }

    private static func text(of differences: [TopologyDifference]) -> String {
      var table = Table("WHAT", "NAME", "ARGUMENT", "DECLARED", "WANTED")
      for one in differences {
        table.add(one.kind, one.name, one.argument ?? "", one.declared ?? "is missing", one.wanted ?? "")
      }
      var migrations: [String] = []
      for one in differences where !migrations.contains(one.migration) { migrations.append(one.migration) }
      return ([table.text] + migrations.map { Terminal.wrapped($0, margin: "") }).joined(separator: "\n\n")
    }
  }
}
