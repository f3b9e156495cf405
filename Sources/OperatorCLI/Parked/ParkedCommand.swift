import ArgumentParser
import Foundation
import Operations
import QueueContracts
import WorkerRuntime

/// Lists, shows, replays and discards parked messages.
struct ParkedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parked",
    abstract: "List and show the parked messages, put them back to work, or discard them.",
    subcommands: [List.self, Show.self, Replay.self, Discard.self])

  /// Lists parked messages without their bodies.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the parked messages.",
      discussion: "Shows no body. Reads AMQP_URL. Exits 0, also when nothing is parked.")

    @OptionGroup var selection: ParkedSelection
    @OptionGroup var tables: TableOptions
    @OptionGroup var printing: OutputOptions

    func run() async throws {
      let parked = try await selection.look(try await Connections.settings(), withBodies: false).map {
        ParkedListing($0)
      }
      printing.show(
        parked,
        text: parked.isEmpty
          ? "Nothing that is parked matches." : tables.text(ParkedListing.table(parked), leavingOut: [""]))
    }
  }

  /// Shows parked messages with headers and body; personal data is masked unless it is asked for.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show parked messages with headers and body.",
      discussion: """
        Without --personal, every header and field is masked unless version 1 of the contract says that it names no \
        person. The form inside an application is shown decoded. A body of more than 4 MiB is not shown. \(PersonalAccess.discussion) Reads AMQP_URL. Exits 1 \
        when nothing matches.
        """)

    @OptionGroup var selection: ParkedSelection

    @Flag(help: "Show headers and body in full.")
    var personal = false

    @OptionGroup var access: PersonalAccess
    @OptionGroup var printing: OutputOptions

    func run() async throws {
      let settings = try await Connections.settings()
      if personal { try access.checkReason(settings) }
      let parked = try await selection.look(settings, withBodies: true)
      guard !parked.isEmpty else { throw Failure.couldNotBeDone("Nothing that is parked matches.") }
      if personal { try access.note("parked show --personal", of: parked, settings) }
      let views = parked.map { ParkedView($0, personal: personal) }
      printing.show(views, text: views.map(\.text).joined(separator: "\n\n"))
    }
  }

  /// Replays parked messages.
  struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put parked messages back into the queue that they were parked from, after the cause is mended.",
      discussion: """
        The copy has the same id, but no x-parked-… headers and no x-attempt. The parked message is acknowledged after \
        the copy is confirmed and a receipt is written. If the command is interrupted in between, the message is \
        parked and in the work queue. Replay it again: a worker handles an id only once. \(UnparkingOptions.discussion)
        """)

    @OptionGroup var options: UnparkingOptions

    func run() async throws { try await options.unpark(.replay) }
  }

  /// Discards parked messages.
  struct Discard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Throw parked messages away for good.",
      discussion: "Only the receipt of a message is kept. \(UnparkingOptions.discussion)")

    @OptionGroup var options: UnparkingOptions

    func run() async throws { try await options.unpark(.discard) }
  }
}

extension PersonalAccess {
  /// Notes in the audit log that these messages are about to be shown.
  ///
  /// An id that is not a UUID is left out: a sender can write any text in its place, even personal data.
  fileprivate func note(_ command: String, of parked: [ParkedMessage], _ settings: Settings) throws {
    try note(
      command, applications: parked.compactMap(\.application), messages: parked.compactMap(\.message.messageId),
      settings)
  }
}
