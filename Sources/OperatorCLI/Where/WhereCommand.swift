import ArgumentParser
import Operations
import QueueContracts

/// Tells what is known of an application.
struct WhereCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "where",
    abstract: "Tell all that is known of an application, as one timeline.",
    discussion: """
      The store tells the submission, the answers and the end, the edition and the look-ups of the judgement, and the \
      first and last time at which a message about the application was retried, parked, replayed or discarded. The \
      broker tells which messages are parked now; they stay parked. Retry queues are not read, because reading them \
      delays other messages. IINs, the child's name and the slip's number are masked unless --personal is given. \
      \(PersonalAccess.discussion) Reads STORE_URL, AMQP_URL if it is set, and RABBITMQ_MANAGEMENT_URL, \
      without which schools' own parked queues are not looked at. If the broker is not reached, the output says so and \
      tells the rest. Exits 0; 1 when the application is unknown (with --json 0, and the output has \
      "known": false) or the store is not reached; 2 when the input is wrong.
      """)

  @Argument(help: "The application's number, or its id, a UUID.")
  var application: String

  @Flag(help: "Show IINs and the child's name in full.")
  var personal = false

  @OptionGroup var access: PersonalAccess
  @OptionGroup var printing: OutputOptions

  func run() async throws {
    let name = try ApplicationName(application)
    let settings = try await Connections.settings()
    if personal { try access.checkReason(settings) }
    let records = try await Connections.records(settings)
    let id = try await name.id(in: records)
    let parked = try await ParkedNow.of(id, settings)
    let whereabouts = try await Whereabouts.of(id, in: records, parked: parked, personal: personal)
    guard whereabouts.known || printing.json else {
      let sentence = "No worker has seen an application with this id, or it was never submitted."
      throw Failure.couldNotBeDone([sentence, parked.caveat].compactMap { $0 }.joined(separator: " "))
    }
    if personal { try access.note("where --personal", applications: [id], settings) }
    printing.show(whereabouts, text: whereabouts.text)
  }
}
