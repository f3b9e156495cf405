import QueueContracts
import WorkerRuntime

extension [Output] {
  /// The outputs as the inbox has them.
  var json: [UInt8] {
    var json = JSONWriter(capacity: reduce(64) { $0 + 256 + $1.body.count * 4 / 3 })
    json.writeList(self) { json, output in
      json.literal("{\"applicationId\":")
      json.write(output.applicationId)
      json.literal(",\"body\":")
      json.write(output.body)
      if let name = output.name {
        json.literal(",\"name\":")
        json.write(name)
      }
      json.literal(",\"routingKey\":")
      json.write(output.routingKey)
      json.literal(",\"type\":")
      json.write(output.type)
      json.literal("}")
    }
    return json.bytes
  }
}

extension HistoryEntry {
  /// The entry as the service history has it.
  var json: [UInt8] {
    var json = JSONWriter(capacity: 4096)
    json.literal("{\"applicationId\":")
    json.write(applicationId)
    json.literal(",\"dueBy\":")
    json.write(dueBy)
    json.literal(",\"entryId\":")
    json.write(entryId)
    json.literal(",\"number\":")
    json.write(number.text)
    json.literal(",\"occurredAt\":")
    json.write(occurredAt)
    json.literal(",\"postedAt\":")
    json.write(postedAt)
    json.literal(",\"reasons\":")
    json.writeList(reasons) { $0.write($1) }
    json.literal(",\"recipientIin\":")
    json.write(recipientIin)
    json.literal(",\"resolution\":")
    json.write(resolution?.rawValue)
    json.literal(",\"service\":")
    json.write(service.rawValue)
    json.literal(",\"short\":")
    json.write(short)
    json.literal(",\"status\":")
    json.write(status.rawValue)
    json.literal(",\"step\":")
    json.write(step.rawValue)
    json.literal(",\"text\":")
    json.write(text)
    json.literal(",\"title\":")
    json.write(title)
    json.literal("}")
    return json.bytes
  }
}

extension JSONWriter {
  fileprivate mutating func writeList<Element>(
    _ list: [Element], _ write: (inout JSONWriter, Element) -> Void
  ) {
    self.literal("[")
    for (number, element) in list.enumerated() {
      if number > 0 { self.literal(",") }
      write(&self, element)
    }
    self.literal("]")
  }

  fileprivate mutating func write(_ text: LocalizedText?) {
    guard let text else { return literal("null") }
    write(ReasonText(text))
  }

  fileprivate mutating func write(_ text: ReasonText) {
    literal("{")
    if let english = text.en {
      literal("\"en\":")
      write(english)
      literal(",")
    }
    literal("\"kk\":")
    write(text.kk)
    literal(",\"ru\":")
    write(text.ru)
    literal("}")
  }

  fileprivate mutating func write(_ reason: HistoryReason) {
    literal("{\"clause\":")
    write(reason.clause)
    literal(",\"code\":")
    write(reason.code)
    literal(",\"subject\":")
    write(reason.subject)
    literal(",\"text\":")
    write(reason.text)
    literal("}")
  }
}
