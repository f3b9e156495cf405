import Operations
import QueueContracts

extension ParkedListing {
  static func table(_ parked: [ParkedListing]) -> Table {
    var table = Table("QUEUE", "MESSAGE", "TYPE", "APPLICATION", "PARKED", "REASON", "DETAIL")
    for one in parked {
      table.add(
        one.queue, one.messageId ?? "none", one.type ?? "none", one.applicationId ?? "none",
        one.parkedAt?.forReading ?? "not known", one.reason, one.detail ?? "")
    }
    return table
  }
}

extension ParkedView {
  var text: String {
    let facts: [(String, String?)] = [
      ("Queue", message.queue), ("Message", message.messageId), ("Type", message.type),
      ("Application", message.applicationId), ("Reason", message.reason), ("Detail", message.detail),
      ("Parked", message.parkedAt?.description), ("By", message.parkedBy), ("Attempts", String(message.attempts)),
      ("Bytes", String(message.bytes)),
    ]
    let lines = facts.map { name, value in
      Terminal.styled(name, .bold) + String(repeating: " ", count: 13 - name.count)
        + (value ?? "none").onOneLine
    }
    let others = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    return (lines + (others.map(\.onOneLine) + [body])).joined(separator: "\n")
  }
}
