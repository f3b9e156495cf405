import Admission
import QueueContracts
import WorkerRuntime

/// An event in the processing of an application.
public struct TimelineEvent: Encodable, Sendable {
  /// The kind of an event.
  public enum Kind: String, Encodable, Sendable {
    case submitted, received, judged, retried, parked, replayed, discarded, answered, ended, due
  }

  /// The time of the event; nil if nobody noted it, for example if the broker parked a message.
  public let time: Timestamp?
  /// The kind of the event.
  public let event: Kind
  /// The origin of the event: `portal`, a worker, `register`, `operator` or `broker`.
  public let by: String
  /// The event in words for a person; it names nobody.
  public let what: String
  /// The id of the message that the event is about.
  public private(set) var messageId: MessageID?
  /// The number of times that the event has happened to this message so far.
  public private(set) var times: Int?
  /// The time at which a retried message comes again.
  public private(set) var returnsAt: Timestamp?
  /// The time at which an answer was posted to the service history.
  public private(set) var postedAt: Timestamp?
  /// True if the message is in its parked queue now; nil if the broker did not tell, or the message was not parked.
  public private(set) var isParkedNow: Bool?
}

extension TimelineEvent {
  /// All known events of one application, sorted by time; events without a time come last.
  public static func timeline(
    _ record: ApplicationRecord?, judgement: RecordedJudgement? = nil, entries: [HistoryEntry],
    events: [DeliveryEventRecord], parked: ParkedNow
  ) -> [TimelineEvent] {
    let judged = judgement.map { judgement in
      TimelineEvent(
        time: judgement.judgedAt, event: .judged, by: WorkerName.intake.rawValue, what: judgement.sentence)
    }
    let events =
      (judged.map { [$0] } ?? []) + (record.map { of($0) } ?? []) + events.flatMap { of($0, parked) }
      + parked.messages.filter { message in !events.contains { $0.isAbout(message) } }.map { TimelineEvent($0) }
      + entries.map { TimelineEvent($0) }
    return events.enumerated().sorted { left, right in
      let times = (left.element.time?.milliseconds ?? .max, right.element.time?.milliseconds ?? .max)
      return (times.0, left.offset) < (times.1, right.offset)
    }.map(\.element)
  }

  private static func of(_ record: ApplicationRecord) -> [TimelineEvent] {
    let received = record.receivedAt.map {
      TimelineEvent(time: $0, event: .received, by: "register", what: "received, before it could be judged")
    }
    let submitted =
      [
        TimelineEvent(
          time: record.submittedAt, event: .submitted, by: "portal",
          what: "submitted \(record.service.rawValue), number \(record.number.text), to school "
            + record.school.bin.shownAsBIN())
      ] + (received.map { [$0] } ?? [])
    guard let endedAt = record.endedAt else {
      let due =
        record.state.isFinal
        ? nil
        : TimelineEvent(
          time: record.dueBy, event: .due, by: "register", what: "the answer is due")
      return submitted + (due.map { [$0] } ?? [])
    }
    return submitted + [
      TimelineEvent(time: endedAt, event: .ended, by: "register", what: "ended: \(record.state.rawValue)")
    ]
  }

  /// Two events, for the first and the last time that the recorded event happened; one event if it happened once.
  private static func of(_ record: DeliveryEventRecord, _ parked: ParkedNow) -> [TimelineEvent] {
    let last = TimelineEvent(record, parked)
    guard record.times > 1 else { return [last] }
    let first = TimelineEvent(
      time: record.firstTime, event: last.event, by: last.by,
      what: "\(record.last.kind.rawValue) for the first time", messageId: last.messageId, times: 1)
    return [first, last]
  }

  private init(_ record: DeliveryEventRecord, _ parked: ParkedNow) {
    let event = record.last
    let isByOperator = [.replayed, .discarded].contains(event.kind)
    var what = event.kind.rawValue + (record.times > 1 ? ", \(record.times) times by now" : "")
    what += isByOperator ? " to \(event.worker)" : ""
    what += ": \([event.reason, event.detail].filter { !$0.isEmpty }.joined(separator: " "))"
    if let returnsAt = event.returnsAt { what += "; to come again \(returnsAt.forReadingToTheSecond)" }
    var isParkedNow: Bool?
    if event.kind == .parked, case .found(let messages, let notLookedAt, _) = parked {
      if messages.contains(where: { record.isAbout($0) }) {
        isParkedNow = true
      } else if notLookedAt["\(ExchangeName.admission).\(event.worker)"] == nil {
        isParkedNow = false
      }
    }
    if let isParkedNow { what += isParkedNow ? "; waits for an operator" : "; not parked any more" }
    self.init(
      time: event.time, event: Kind(event.kind), by: isByOperator ? "operator" : event.worker, what: what,
      messageId: event.message, times: record.times, returnsAt: event.returnsAt, isParkedNow: isParkedNow)
  }

  /// The event of a parked message whose parking no worker has noted.
  private init(_ parked: ParkedMessage) {
    let listing = ParkedListing(parked)
    let words = [listing.reason, listing.detail ?? ""].filter { !$0.isEmpty }
    self.init(
      time: listing.parkedAt, event: .parked, by: listing.parkedBy,
      what: "parked: \(words.joined(separator: " ")); waits for an operator",
      messageId: parked.message.messageId, isParkedNow: true)
  }

  private init(_ entry: HistoryEntry) {
    let status = entry.status.rawValue + (entry.resolution.map { " \($0.rawValue)" } ?? "")
    let reasons = entry.reasons.map { $0.short(personal: false) }
    self.init(
      time: entry.occurredAt, event: .answered, by: WorkerName.notify.rawValue,
      what: "answered at step \(entry.step.rawValue): "
        + ([status] + reasons).joined(separator: " ") + ", posted \(entry.postedAt.forReadingToTheSecond)",
      messageId: entry.entryId, postedAt: entry.postedAt)
  }
}

extension TimelineEvent.Kind {
  fileprivate init(_ kind: DeliveryEvent.Kind) {
    switch kind {
    case .retried: self = .retried
    case .parked: self = .parked
    case .replayed: self = .replayed
    case .discarded: self = .discarded
    }
  }
}

extension DeliveryEventRecord {
  /// True if the record is about the parking of this message.
  fileprivate func isAbout(_ parked: ParkedMessage) -> Bool {
    last.kind == .parked && parked.message.messageId == last.message
      && parked.readerName == last.worker
  }
}
