import ArgumentParser
import QueueContracts
import RabbitBroker
import WorkerRuntime

/// How full the queues are.
struct QueuesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queues",
    abstract: "Show how many messages wait in each queue, and how many consumers it has.",
    discussion: """
      AMQP tells neither how many messages consumers have in hand nor how old the first one is, and to take it out and \
      look would count as a delivery. With RABBITMQ_MANAGEMENT_URL RabbitMQ's management API is asked, which knows the \
      one, some seconds late, and the other of classic queues; without, both are shown as not known. What a worker has \
      in hand is in its /metrics; when a message was parked, "parked list" says. Reads AMQP_URL, RETRY_LADDER_SECONDS \
      and RABBITMQ_MANAGEMENT_URL. Exits 1 when a queue is missing or the API cannot be asked.
      """)

  @OptionGroup var selection: SchoolSelection
  @OptionGroup var printing: OutputOptions

  func run() async throws {
    let settings = try await Connections.settings()
    let admin = try Connections.admin(settings)
    let management = try Connections.management(settings)
    let names = try Topology.version1(settings, schools: selection.schools).queues.map(\.name).sorted()
    let counts = try await Connections.reaching { () throws(BrokerError) in try await admin.counts(of: names) }
    let managed = try await management?.queues() ?? [:]
    let listing = QueueListing(zip(names, counts).map { QueueListing.Queue($0, $1, managed[$0]) })
    printing.show(listing, text: listing.text)
    let missing = listing.queues.filter { !$0.isDeclared }.count
    guard missing == 0 else {
      throw Failure.couldNotBeDone(
        "\(missing.counted("queue")) of \(names.count) not declared; see admissionctl topology diff.")
    }
  }
}

/// The queues as `queues` prints them.
struct QueueListing: Encodable {
  struct Queue: Encodable {
    let name: String
    let isDeclared: Bool
    /// Waiting; not those that a consumer has in hand.
    let messages: Int?
    let consumers: Int?
    @Nullable var unacknowledged: Int?
    /// When the first one was sent.
    @Nullable var oldest: Timestamp?

    init(_ name: String, _ counts: QueueCounts?, _ managed: ManagedQueue?) {
      (self.name, isDeclared) = (name, counts != nil)
      (messages, consumers) = (counts?.messages, counts?.consumers)
      (unacknowledged, oldest) = (managed?.unacknowledged, managed?.oldest)
    }
  }

  let queues: [Queue]
  /// Of no queue.
  let notKnown: [String]

  init(_ queues: [Queue]) {
    self.queues = queues
    let unknown = [
      ("unacknowledged", queues.allSatisfy { $0.unacknowledged == nil }),
      ("oldest", queues.allSatisfy { $0.oldest == nil }),
    ]
    notKnown = unknown.filter(\.1).map(\.0)
  }

  var text: String {
    var table = Table("QUEUE", "WAITING", "CONSUMERS", "UNACKNOWLEDGED", "OLDEST")
    for queue in queues {
      let cells = [queue.messages, queue.consumers].map { $0.map(String.init) ?? "missing" }
      table.add(
        queue.name, cells[0], cells[1], queue.unacknowledged.map(String.init) ?? "not known",
        queue.oldest.map(\.description) ?? "not known")
    }
    return table.text
  }
}
