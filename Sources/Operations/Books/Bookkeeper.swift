import Admission
import QueueContracts
import WorkerRuntime

/// A span of whole days within one calendar year; books cover the applications that were submitted on these days.
public struct BookPeriod: Sendable {
  /// The calendar year of the days.
  public let year: Int
  /// The first day of the span.
  public let first: CivilDate
  /// The first day after the span.
  public let next: CivilDate

  /// The span of a whole campaign; nil if there is no such year.
  public static func whole(_ year: Int) -> BookPeriod? {
    guard (1...9998).contains(year), let first = CivilDate(year: year, month: 1, day: 1),
      let next = CivilDate(year: year + 1, month: 1, day: 1)
    else { return nil }
    return BookPeriod(year: year, first: first, next: next)
  }

  /// The span of one day.
  public static func day(_ day: CivilDate) -> BookPeriod {
    BookPeriod(year: day.year, first: day, next: day.adding(days: 1))
  }

  /// The time from midnight before the first day to midnight after the last one, in Kazakhstan.
  public var time: Range<Timestamp> { Timestamp(first, hour: 0)..<Timestamp(next, hour: 0) }
}

/// Reads the applications and messages for the books, page by page.
public struct Bookkeeper: Sendable {
  private let records: any Records
  private let queues: QueuesNow?
  private let pageLength: Int

  /// Creates a bookkeeper for a store.
  ///
  /// - Parameters:
  ///   - records: the workers' store.
  ///   - queues: the queues as the broker has them; nil if only the store is read.
  ///   - pageLength: the number of applications that are read at once.
  public init(records: any Records, queues: QueuesNow? = nil, pageLength: Int = 500) {
    self.records = records
    self.queues = queues
    self.pageLength = pageLength
  }

  /// Enters every application of the span, and the messages in the queues, into new books.
  public func books(of period: BookPeriod) async throws -> Books {
    var books = Books()
    var last: ApplicationRecord?
    repeat {
      let page = try await records.applications(submitted: period.time, after: last, limit: pageLength)
      let entries = Dictionary(grouping: try await records.entries(of: page.map(\.id)), by: \.applicationId)
      for record in page {
        books.enter(record, entries: entries[record.id] ?? [])
        guard record.state == .received else { continue }
        let events = try await records.deliveryEvents(of: record.id)
        books.enter(WaitingPlace(record.id, entries[record.id] ?? [], events, queues))
      }
      last = page.count < pageLength ? nil : page.last
    } while last != nil
    for id in try await records.unregistered(occurred: period.time) { books.enter(unregistered: id) }
    for count in try await records.arrivals(year: period.year) { books.enter(count) }
    if let queues {
      books.enter(intakeMessages: queues.waitingForIntake, in: QueueName.intake)
      books.enter(unroutedMessages: queues.messages(in: QueueName.unrouted), in: QueueName.unrouted)
    }
    return books
  }
}
