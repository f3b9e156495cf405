import Operations
import QueueContracts

/// A line in a list of facts.
struct Fact: Sendable {
  let name: String
  let text: String

  init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// Makes a fact; nil if the text is nil or empty.
  init?(_ name: String, _ text: String?) {
    guard let text, !text.isEmpty else { return nil }
    self.name = name
    self.text = text
  }
}

/// A line in an application's timeline.
struct TimelineRow: Sendable {
  /// The time of the event; nil if it was not recorded.
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
