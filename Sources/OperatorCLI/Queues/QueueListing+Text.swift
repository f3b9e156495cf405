import Operations
import QueueContracts

extension QueueListing {
  /// A line for each queue; without `--all`, retry queues, parked queues and `admission.unrouted` are left out if
  /// empty.
  func text(_ tables: TableOptions) -> String {
    var table = Table("QUEUE", "WAITING", "CONSUMERS", "UNACKNOWLEDGED", "OLDEST")
    let shown = tables.all ? queues : queues.filter { !$0.isIdle }
    for queue in shown {
      let cells = [queue.messages, queue.consumers].map { $0.map(String.init) ?? "missing" }
      table.add(
        queue.name, cells[0], cells[1], queue.unacknowledged.map(String.init) ?? "not known",
        queue.oldest.map(\.description) ?? "not known")
    }
    let hidden = queues.count - shown.count
    guard hidden > 0 else { return tables.text(table) }
    return tables.text(table)
      + "\n\nNothing waits in \(hidden.counted("other queue")), for retries or for a person; --all lists them."
  }
}

extension QueueListing.Queue {
  /// True if the queue is empty and is worth showing only when it holds something.
  fileprivate var isIdle: Bool {
    isDeclared && messages == 0 && consumers == 0 && (unacknowledged ?? 0) == 0
      && (name.contains(".retry.") || name.hasSuffix(".parked") || name == QueueName.unrouted)
  }
}
