import Operations
import QueueContracts

extension QueueListing {
  /// A line for each queue; idle queues are left out unless `--all` is given.
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
  /// True for an empty retry queue or parked queue and for an empty `admission.unrouted`.
  fileprivate var isIdle: Bool {
    isDeclared && messages == 0 && consumers == 0 && (unacknowledged ?? 0) == 0
      && (QueueName.isRetry(name) || QueueName.isParked(name) || name == QueueName.unrouted)
  }
}
