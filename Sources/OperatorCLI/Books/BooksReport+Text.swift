import Admission
import Operations
import QueueContracts

extension BooksReport {
  var text: String {
    let last = period.next.adding(days: -1)
    let days = period.first == last ? "\(period.first)" : "\(period.first) to \(last)"
    var table = Table("APPLICATIONS", "REGISTER", "HISTORY")
    let parts: [(String, KeyPath<Books.Counts, Int>)] = [
      ("received", \.received), ("refused", \.refused), ("in processing", \.inProcessing), ("completed", \.completed),
      ("withdrawn", \.withdrawn), ("taken in", \.takenIn),
    ]
    for (name, part) in parts {
      table.add(name, String(books.register[keyPath: part]), String(books.history[keyPath: part]))
    }
    let verdict =
      books.balance
      ? Terminal.styled("The books balance.", .green) : Terminal.styled("The books do not balance.", .red)
    return (["Submitted \(days)", "", table.text, ""] + places + books.differences.map(line) + [verdict])
      .joined(separator: "\n")
  }

  /// The lines that say where the submissions of received applications wait, and how many messages the queues hold.
  private var places: [String] {
    var lines: [String] = []
    if !books.waiting.isEmpty {
      var table = Table("RECEIVED", "ITS SUBMISSION", "SINCE")
      for place in books.waiting {
        table.add(place.applicationId.description, place.words, place.since?.forReading ?? "not known")
      }
      lines += [table.text, ""]
    }
    guard let queues else { return lines + [caveat, caveat.map { _ in "" }].compactMap { $0 } }
    var table = Table("QUEUE", "MESSAGES")
    for (name, count) in queues.messages.sorted(by: { $0.key < $1.key }) where count > 0 {
      table.add(name, String(count))
    }
    return lines + (queues.messages.values.contains { $0 > 0 } ? [table.text] : ["All queues are empty."]) + [""]
  }

  private func line(_ difference: Books.Difference) -> String {
    let subject = difference.applicationId?.description ?? difference.queue ?? "school \(difference.school ?? "")"
    return "\(subject): \(difference.problem)".onOneLine
  }
}
