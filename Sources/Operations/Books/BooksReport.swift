import Admission
import QueueContracts
import WorkerRuntime

/// The books of a span of days, with the messages in the queues.
public struct BooksReport: Encodable, Sendable {
  /// The days on which the applications were submitted.
  public let period: BookPeriod
  /// The sums and the differences; each difference names the application, school or queue that it is about.
  public let books: Books
  /// The messages in the queues; nil if the broker was not asked or not reached.
  public let queues: QueuesNow?
  /// The reason why the queues are not known, in one sentence; nil if they are known.
  public let caveat: String?

  /// Creates a report from its parts.
  public init(period: BookPeriod, books: Books, queues: QueuesNow?, caveat: String?) {
    self.period = period
    self.books = books
    self.queues = queues
    self.caveat = caveat
  }

  private enum CodingKeys: String, CodingKey {
    case from, before, takenIn, register, history, waiting, queues, differences, balance
  }

  /// Writes the report's JSON.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(period.first, forKey: .from)
    try values.encode(period.next, forKey: .before)
    try values.encode(books.register.takenIn, forKey: .takenIn)
    try values.encode(books.register, forKey: .register)
    try values.encode(books.history, forKey: .history)
    try values.encode(books.waiting, forKey: .waiting)
    try values.encode(queues?.messages, forKey: .queues)
    try values.encode(books.differences, forKey: .differences)
    try values.encode(books.balance, forKey: .balance)
  }
}

extension BooksReport {
  /// Reads the books of a span of days from the store.
  ///
  /// If `AMQP_URL` is set and the broker can be reached, the books also count the messages in the queues.
  public static func of(
    _ period: BookPeriod, in records: any Records, _ settings: Settings
  ) async throws -> BooksReport {
    let (queues, caveat) = try await QueuesNow.asked(settings)
    let books = try await Connections.asking {
      try await Bookkeeper(records: records, queues: queues).books(of: period)
    }
    return BooksReport(period: period, books: books, queues: queues, caveat: caveat)
  }
}
