import Operations
import QueueContracts

/// A line of a list of facts.
struct Fact: Sendable {
  let name: String
  let text: String

  init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// Nil if there is nothing to say.
  init?(_ name: String, _ text: String?) {
    guard let text, !text.isEmpty else { return nil }
    self.name = name
    self.text = text
  }
}

/// A line of an application's timeline.
struct TimelineRow: Sendable {
  /// Nil if nobody wrote it down.
  let eventTime: Moment?
  let by: String
  let what: String
  let isTrouble: Bool

  init(_ event: TimelineEvent) {
    eventTime = event.time.map { Moment($0) }
    by = event.by
    what = event.what
    isTrouble = event.isParkedNow == true
  }
}
