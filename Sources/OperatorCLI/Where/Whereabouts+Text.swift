import Operations
import QueueContracts

extension Whereabouts {
  /// The known facts about the application, its timeline, and a sentence about what is not known.
  var text: String {
    let facts: [(String, String?)] = [
      ("Application", applicationId.description), ("Number", number?.text), ("Service", service?.rawValue),
      ("State", state), ("Submitted", submittedAt?.forReading), ("Received", receivedAt?.forReading),
      ("Due by", dueBy?.forReading),
      ("Ended", endedAt?.forReading), ("School", school?.bin), ("Arrival", arrival.map(String.init)),
      ("Duplicate of", duplicateOf?.text), ("Conflicts", conflictsWith.map { "with \($0.text)" }),
      ("Slip", slip.map { "\($0.number) of school \($0.fromSchool.bin), \($0.isFree ? "free again" : "in use")" }),
      ("Applicant", applicantIin), ("Child", childIin.map { "\($0) \(childName ?? "")" }),
    ]
    let lines = facts.compactMap { name, value in
      value.map { Terminal.styled(name, .bold) + String(repeating: " ", count: 13 - name.count) + $0.onOneLine }
    }
    let parts: [String?] = [lines.joined(separator: "\n"), TimelineEvent.table(timeline).text, caveat]
    return parts.compactMap { $0 }.joined(separator: "\n\n")
  }
}

extension TimelineEvent {
  /// Makes a table with one line for each event.
  static func table(_ events: [TimelineEvent]) -> Table {
    var table = Table("TIME", "BY", "WHAT")
    for event in events { table.add(event.time?.forReadingToTheSecond ?? "not known", event.by, event.what) }
    return table
  }
}
