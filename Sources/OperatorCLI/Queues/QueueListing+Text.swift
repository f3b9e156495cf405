import Operations
import QueueContracts

extension QueueListing {
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
