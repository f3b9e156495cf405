import ArgumentParser
import Foundation
import Operations
import QueueContracts
import RabbitBroker
import WorkerRuntime

/// Declares, shows and compares the exchanges, queues and bindings of the wire contract.
struct TopologyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "topology",
    abstract:
      "Declare the exchanges, queues and bindings, show them, print their users, or compare the broker with them.",
    subcommands: [Apply.self, Show.self, Definitions.self, Users.self, Diff.self])

  /// Declares everything on the broker.
  struct Apply: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Declare the exchanges, queues and bindings on the broker of AMQP_URL; existing ones stay.",
      discussion: """
        With --school, the school's own queue is declared, too; queues of schools that are not named stay. Bindings of \
        earlier builds are removed if other bindings replace them. Reads AMQP_URL and RETRY_LADDER_SECONDS. The user \
        needs the right to configure.
        """)

    @OptionGroup var selection: SchoolSelection
    @OptionGroup var printing: OutputOptions

    func run() async throws {
      let settings = try await Connections.settings()
      let topology = try Topology.version1(settings, schools: selection.schools)
      let admin = try Connections.admin(settings)
      let withoutLimit = try await Connections.reaching { () throws(BrokerError) in
        let withoutLimit = try await admin.apply(topology)
        try await admin.unbind(Topology.formerBindings)
        return withoutLimit
      }
      printing.show(
        TopologyListing(topology),
        text: "Declared \(topology.exchanges.count) exchanges, \(topology.queues.count) queues"
          + " and \(topology.bindings.count) bindings.")
      TopologyCommand.complain(of: withoutLimit)
    }
  }

  /// Shows what would be declared; no broker is needed.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the exchanges, queues and bindings without asking a broker.",
      discussion: "Reads RETRY_LADDER_SECONDS.")

    @OptionGroup var selection: SchoolSelection
    @OptionGroup var printing: OutputOptions

    func run() async throws {
      let settings = try await Connections.settings()
      let listing = TopologyListing(try Topology.version1(settings, schools: selection.schools))
      printing.show(listing, text: listing.text)
    }
  }

  /// Prints what `apply` would declare, for RabbitMQ to import; no broker is needed.
  struct Definitions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the exchanges, queues and bindings as a definitions file for RabbitMQ, without asking a broker.",
      discussion: "Reads RETRY_LADDER_SECONDS. For example: rabbitmqctl import_definitions FILE.")

    @OptionGroup var selection: SchoolSelection
    @OptionGroup var place: VirtualHostOption

    func run() async throws {
      let topology = try Topology.version1(try await Connections.settings(), schools: selection.schools)
      let definitions = TopologyDefinitions(topology, virtualHost: place.virtualHost)
      Terminal.answer(json: definitions)
    }
  }

  /// The virtual host that the printed definitions are for.
  struct VirtualHostOption: ParsableArguments {
    @Option(
      name: [.customLong("vhost"), .customLong("virtual-host")],
      help: ArgumentHelp("The virtual host of the definitions.", valueName: "name"))
    var virtualHost = "/"
  }
}

extension TopologyCommand {
  /// Warns of queues without a delivery limit; the command does not fail because of them.
  static func complain(of withoutLimit: [TopologyDifference]) {
    guard let first = withoutLimit.first else { return }
    let names = withoutLimit.map(\.name).joined(separator: ", ")
    Terminal.complain("Without a delivery limit, for they were there already: \(names). \(first.migration)")
  }
}
