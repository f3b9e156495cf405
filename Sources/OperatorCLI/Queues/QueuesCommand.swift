import ArgumentParser
import Operations

/// Shows how full the queues are.
struct QueuesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queues",
    abstract: "Show how many messages wait in each queue, and how many consumers it has.",
    discussion: """
      AMQP tells neither how many messages consumers have in hand, nor how old the first message is. If \
      RABBITMQ_MANAGEMENT_URL is set, RabbitMQ's management API is asked: it knows the number in hand some seconds \
      late, and the age in classic queues only. Otherwise the number and the age are not known. A worker's /metrics \
      has the number that the worker has in hand; "parked list" says when a message was parked. Reads AMQP_URL, \
      RETRY_LADDER_SECONDS and RABBITMQ_MANAGEMENT_URL. Exits 1 when a queue is missing or the API cannot be asked.
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
