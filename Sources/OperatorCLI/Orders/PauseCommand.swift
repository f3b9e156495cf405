import ArgumentParser
import Operations
import QueueContracts
import WorkerRuntime

extension WorkerName: ExpressibleByArgument {}

/// Pauses a worker.
struct PauseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause",
    abstract: "Pause a worker: all its processes settle what they have in hand and take no more messages.",
    discussion: """
      The order is kept in the store of STORE_URL. It holds until \"admissionctl resume\" or --until, also for \
      processes that start later. Each process sees the order within its STORE_CHECK_SECONDS, says paused in /ready, \
      and logs the order with its reason. New messages wait in the queue. A new order replaces the earlier one.
      """)

  @Argument(help: "The worker: intake, transfer or notify.")
  var worker: WorkerName

  @OptionGroup var order: StandingOrderOptions
  @OptionGroup var printing: OutputOptions

  func run() async throws {
    let (because, now) = (try order.reason(), Timestamp.now)
    let until = try order.end(from: now)
    let orders = OperatorOrders(try await Connections.records(try await Connections.settings()))
    let given = try await orders.give(
      .pause(worker, because: because, by: order.person, until: until, at: now))
    printing.show(
      ListedOrder(given),
      text: "Paused: \(worker.rawValue), \(until.map { "until \($0.forReading)" } ?? "until it is resumed").")
  }
}

/// Lets a worker consume again.
struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Let a paused worker consume again.",
    discussion:
      "The processes resume within STORE_CHECK_SECONDS. Reads STORE_URL. Exits 0 also if the worker was not paused."
  )

  @Argument(help: "The worker: intake, transfer or notify.")
  var worker: WorkerName

  @OptionGroup var printing: OutputOptions

  func run() async throws {
    let orders = OperatorOrders(try await Connections.records(try await Connections.settings()))
    let was = try await orders.resume(worker)
    printing.show(
      ["resumed": was], text: was ? "Resumed: \(worker.rawValue)." : "\(worker.rawValue) was not paused.")
  }
}

/// Lists the workers that are paused.
struct PausedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "paused", abstract: "List the workers that an operator has paused: since when, by whom, why.",
    discussion: "Reads STORE_URL. Exits 0, also when no worker is paused.")

  @OptionGroup var printing: OutputOptions

  func run() async throws {
    let orders = OperatorOrders(try await Connections.records(try await Connections.settings()))
    let paused = try await orders.all().filter { $0.kind == .pause }.map { ListedOrder($0) }
    printing.show(paused, text: paused.isEmpty ? "No worker is paused." : ListedOrder.table(paused, of: "WORKER").text)
  }
}

/// An operator's order as the commands print it: the pause of a worker or the limit of a register.
struct ListedOrder: Encodable {
  let subject: String
  let perSecond: Int?
  let since: Timestamp
  let by: String
  let because: String
  let until: Timestamp?

  init(_ order: StandingOrder) {
    subject = order.subject
    perSecond = order.perSecond
    since = order.givenAt
    by = order.by
    because = order.because
    until = order.until
  }

  static func table(_ orders: [ListedOrder], of subject: String) -> Table {
    var table = Table(subject, "PER SECOND", "SINCE", "BY", "UNTIL", "BECAUSE")
    for order in orders {
      table.add(
        order.subject, order.perSecond.map(String.init) ?? "", order.since.forReading, order.by,
        order.until?.forReading ?? "", order.because)
    }
    return table.withoutEmptyColumns()
  }
}
