import Admission
import QueueContracts

/// The books of a time, laid out for reading.
struct BooksReport: Encodable {
  let period: BookPeriod
  let books: Books

  private enum CodingKeys: String, CodingKey {
    case from, before, takenIn, register, history, differences, balance
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(period.first, forKey: .from)
    try values.encode(period.next, forKey: .before)
    try values.encode(books.register.takenIn, forKey: .takenIn)
    try values.encode(books.register, forKey: .register)
    try values.encode(books.history, forKey: .history)
    try values.encode(books.differences, forKey: .differences)
    try values.encode(books.balance, forKey: .balance)
  }

  var text: String {
    let last = period.next.adding(days: -1)
    let days = period.first == last ? "\(period.first)" : "\(period.first) to \(last)"
    var table = Table("APPLICATIONS", "REGISTER", "HISTORY")
    let parts: [(String, KeyPath<Books.Sums, Int>)] = [
      ("refused", \.refused), ("in processing", \.inProcessing), ("completed", \.completed),
      ("withdrawn", \.withdrawn), ("taken in", \.takenIn),
    ]
    for (name, part) in parts {
      table.add(name, String(books.register[keyPath: part]), String(books.history[keyPath: part]))
    }
    let verdict =
      books.balance
      ? Terminal.styled("The books balance.", .green) : Terminal.styled("The books do not balance.", .red)
    return (["Submitted \(days)", "", table.text, ""] + books.differences.map(line) + [verdict])
      .joined(separator: "\n")
  }

  private func line(_ difference: Books.Difference) -> String {
    "\(difference.applicationId?.description ?? "school \(difference.school ?? "")"): \(difference.problem)".onOneLine
  }
}
