import ArgumentParser
import Foundation
import Logging
import Operations
import QueueContracts
import Samples
import UnixSignals
import WorkerRuntime

/// Runs the whole system on the machine of a portal's developer.
struct SandboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "Run the whole system on this machine with made-up families, to try a portal with it.",
    discussion: """
      \"admissionctl sandbox\" runs the three workers in this process until Ctrl-C, on the broker of AMQP_URL. Without \
      AMQP_URL it starts a private broker, for which RabbitMQ must be installed. Only programs on this machine can use \
      it. It writes into one folder only, and every start begins anew.
      """,
    subcommands: [Start.self, Situations.self, Clock.self], defaultSubcommand: Start.self)

  struct Place: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "The sandbox's folder. (default: ~/.local/state/qabyldau-sandbox)", valueName: "dir"))
    var folder: String?
  }

  /// The time at which the sandbox's clock begins.
  struct Beginning: ParsableArguments {
    static let usual = "2026-04-15T09:00:00+05:00"

    @Option(help: "The time that the clock shows first; the made-up children have the right age for its year.")
    var at = Self.usual

    func time() throws(Failure) -> Timestamp {
      guard let time = Timestamp(at), (1900...2098).contains(time.day.year) else {
        throw .badInput("--at is no time with an offset, such as \(Self.usual).")
      }
      return time
    }
  }

  /// Starts the sandbox, and prints what a portal needs to know.
  struct Start: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Start the sandbox, print the settings for a portal, and run until Ctrl-C.",
      discussion: """
        Reads AMQP_URL, RETRY_LADDER_SECONDS, RETRY_TOTAL_SECONDS, RULES_FILE, RULES_EDITION, LOG_LEVEL (warning), \
        LOG_FORMAT and BOARD_PORT. The log goes to standard error.
        """)

    @OptionGroup var place: Place
    @OptionGroup var beginning: Beginning

    @Option(help: "The portal's URL on this machine, to which the entries of the service history are sent.")
    var portalUrl: String?

    @Option(help: "A new PostgreSQL database on this machine for the store. (default: a file in the folder)")
    var storeUrl: String?

    @OptionGroup var printing: OutputOptions

    private static let keptKeys = [
      "RETRY_LADDER_SECONDS", "RETRY_TOTAL_SECONDS", "RULES_FILE", "RULES_EDITION", "LOG_LEVEL", "LOG_FORMAT",
      "BOARD_PORT", "RABBITMQ_MANAGEMENT_URL",
    ]

    func run() async throws {
      let settings = try await Connections.settings()
      let start = try beginning.time()
      var kept = ["LOG_LEVEL": "warning"]
      for key in Self.keptKeys { if let text = settings.text(key) { kept[key] = text } }
      // The addresses are checked before anything is started or emptied.
      let given = settings.text("AMQP_URL")
      if let given { try Loopback.check(amqpURL: given) }
      if let portalUrl { try Loopback.check(portalURL: portalUrl) }
      if let management = kept["RABBITMQ_MANAGEMENT_URL"] { try Loopback.check(managementURL: management) }
      if let storeUrl { try Loopback.check(storeURL: storeUrl) }

      try LogFormat.bootstrapLogging(
        try await Connections.settings(given: ["LOG_LEVEL": kept["LOG_LEVEL"] ?? "warning"]))
      let folder = SandboxFolder(given: place.folder)
      let hold = try folder.take()
      defer { withExtendedLifetime(hold) {} }
      let broker = given == nil ? try PrivateBroker.start(in: folder.broker) : nil
      defer { broker?.stop() }
      let sandbox = try Sandbox(
        folder: folder, amqpURL: given ?? broker?.amqpURL ?? "", start: start, portalURL: portalUrl,
        storeURL: storeUrl, kept: kept, logger: Logger(label: "qabyldau"))
      let printing = printing
      try await sandbox.run(endedBy: [.sigint, .sigterm]) {
        let guide = SandboxGuide(sandbox)
        printing.show(guide, text: guide.text)
        fflush(nil)
        while true { try await Task.sleep(for: .seconds(3600)) }
      }
    }
  }

  /// Lists the situations: the sandbox's families, and the answer that each of them gets.
  struct Situations: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the situations: the IINs of each family, and the answer that the family gets.",
      discussion: "The body of each application is DIR/messages/SITUATION.json of a running sandbox.")

    @OptionGroup var beginning: Beginning
    @OptionGroup var printing: OutputOptions

    func run() throws {
      let rows = SituationRow.all(of: try SandboxTown(start: try beginning.time()))
      printing.show(rows, text: SituationRow.table(rows))
    }
  }

  /// Shows the clock or moves it.
  struct Clock: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the running sandbox's clock, or move it ahead.",
      discussion:
        "For example, admissionctl sandbox clock +5d moves past the deadline of applications without an answer.")

    @Argument(help: "How far ahead: +5d, +3h, +30m, +20s; or a time, such as 2026-04-20T09:00:00+05:00.")
    var move: String?

    @OptionGroup var place: Place
    @OptionGroup var printing: OutputOptions

    func run() throws {
      let folder = SandboxFolder(given: place.folder)
      try folder.requireRunning()
      let clock = SandboxClock(path: folder.clock, logger: Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() })
      if let move { try clock.set(to: try SandboxClock.target(move, from: clock.now)) }
      let now = clock.now
      printing.show(["now": now], text: "\(now)")
    }
  }
}
