import ArgumentParser
import Operations

/// How full the queues are.
struct QueuesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queues",
    abstract: "Show how many messages wait in each queue, and how many consumers it has.",
    discussion: """
      AMQP tells neither how many messages consumers have in hand nor how old the first one is, and to take it out and \
      look would count as a delivery. With RABBITMQ_MANAGEMENT_URL RabbitMQ's management API is asked, which knows the \
      one, some seconds late, and the other of classic queues; without, both are not known. What a worker has \
      in hand is in its /metrics; when a message was parked, "parked list" says. Reads AMQP_URL, RETRY_LADDER_SECONDS \
      and RABBITMQ_MANAGEMENT_URL. Exits 1 when a queue is missing or the API cannot be asked.
      """)

  @OptionGroup var selection: SchoolSelection
  @OptionGroup var tables: TableOptions
  @OptionGroup var printing: OutputOptions

  func run() async throws {
    let settings = try await Connections.settings()
    let listing = try await QueueListing.now(settings, schools: selection.schools)
    printing.show(listing, text: listing.text(tables))
    let missing = listing.missing
    guard missing == 0 else {
      throw Failure.couldNotBeDone(
        "\(missing.counted("queue")) of \(listing.queues.count) not declared; see admissionctl topology diff.")
    }
  }
}
