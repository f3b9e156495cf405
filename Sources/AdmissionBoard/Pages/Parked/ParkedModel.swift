import Operations
import QueueContracts
import WorkerRuntime

/// The page of the parked messages, or of the unrouted ones, grouped by queue, reason and detail.
struct ParkedModel: Sendable {
  struct Row: Sendable {
    let path: String
    let queue: String
    let reason: String
    let detail: String
    let count: Int
    let firstSeen: Moment?
    let lastSeen: Moment?

    init(_ group: ParkedGroup) {
      path = "/parked/groups/\(ParkedItem.groupKey(queue: group.queue, reason: group.reason, detail: group.detail))"
      queue = group.queue
      reason = group.reason
      detail = group.detail ?? ""
      count = group.count
      firstSeen = group.firstParkedAt.map { Moment($0) }
      lastSeen = group.lastParkedAt.map { Moment($0) }
    }
  }

  let isUnrouted: Bool
  let total: Int
  /// The number of messages that are on the other page; nil if there are none.
  ///
  /// The page of parked messages shows the number of unrouted messages here, and the page of unrouted messages shows
  /// the number of parked messages.
  let elsewhere: Int?
  let elsewherePath: String
  let rows: [Row]
  let isEmpty: Bool
  let gap: String?
  let schoolsGap: String?
  let lookedAt: Moment

  init(_ look: ParkedLook, isUnrouted: Bool) {
    self.isUnrouted = isUnrouted
    let shown = look.items.filter { $0.parked.isUnrouted == isUnrouted }
    total = shown.count
    elsewhere = look.items.count > shown.count ? look.items.count - shown.count : nil
    elsewherePath = isUnrouted ? "/parked" : "/unrouted"
    rows = ParkedGroup.all(of: shown.map(\.parked)).sorted { $0.count > $1.count }.map(Row.init)
    isEmpty = shown.isEmpty
    gap = look.caveat
    schoolsGap = isUnrouted ? nil : look.schoolsCaveat
    lookedAt = Moment(look.time)
  }
}

/// One page of the messages of a group.
struct ParkedGroupModel: Sendable {
  struct Row: Sendable {
    /// The value of the box that selects the message; nil if the message has no id and so cannot be selected.
    let box: String?
    let messagePath: String?
    let messageName: String
    let type: String
    let applicationName: String?
    let applicationPath: String?
    let parkedAt: Moment?
    let attempts: Int64
    let bytes: Int

    init(_ item: ParkedItem) {
      box = item.key
      messagePath = item.key.map { "/parked/messages/\(item.parked.queue)/\($0)" }
      messageName = item.listing.messageId ?? "without an id"
      type = item.listing.type ?? "none"
      applicationName = item.parked.application?.description
      applicationPath = item.parked.application.map { "/application?id=\($0)" }
      parkedAt = item.listing.parkedAt.map { Moment($0) }
      attempts = item.listing.attempts
      bytes = item.listing.bytes
    }
  }

  let groupKey: String
  let queue: String
  let reason: String
  let detail: String
  let isUnrouted: Bool
  let count: Int
  let rows: [Row]
  let firstShown: Int
  let lastShown: Int
  let earlierPath: String?
  let laterPath: String?

  /// Makes the page; nil if no message of the group is parked.
  init?(_ look: ParkedLook, group: String, page: Int, length: Int) {
    let items = look.items.filter { $0.group == group }
    guard let first = items.first else { return nil }
    let last = (items.count + length - 1) / length
    let page = min(max(1, page), last)
    let start = (page - 1) * length
    groupKey = group
    queue = first.parked.queue
    reason = first.parked.reason
    detail = first.parked.detail ?? ""
    isUnrouted = first.parked.isUnrouted
    count = items.count
    rows = items[start..<min(start + length, items.count)].map(Row.init)
    firstShown = start + 1
    lastShown = start + rows.count
    earlierPath = page > 1 ? "/parked/groups/\(group)?page=\(page - 1)" : nil
    laterPath = page < last ? "/parked/groups/\(group)?page=\(page + 1)" : nil
  }
}

/// One message; personal data are masked unless a user has given a reason to see them.
struct ParkedMessageModel: Sendable {
  /// The maximum number of characters of a body that a page shows.
  private static let bodyLimit = 200_000

  let queue: String
  let messageKey: String
  let groupKey: String
  let groupPath: String
  let isPersonal: Bool
  let isUnrouted: Bool
  let facts: [Fact]
  let headers: [Fact]
  let body: String
  let isCut: Bool
  let applicationPath: String?
  let hasTimeline: Bool
  let events: [TimelineRow]

  init(_ parked: ParkedMessage, key: String, timeline: [TimelineEvent], isPersonal: Bool) {
    let view = ParkedView(parked, personal: isPersonal)
    let listing = view.message
    queue = parked.queue
    messageKey = key
    groupKey = ParkedItem.groupKey(queue: parked.queue, reason: parked.reason, detail: parked.detail)
    groupPath = "/parked/groups/\(groupKey)"
    self.isPersonal = isPersonal
    isUnrouted = parked.isUnrouted
    let facts: [Fact?] = [
      Fact("Queue", listing.queue), Fact("Reason", listing.reason), Fact("Detail", listing.detail),
      Fact("Message", listing.messageId), Fact("Type", listing.type), Fact("Application", listing.applicationId),
      Fact("Parked", listing.parkedAt.map { Moment($0).text }), Fact("By", listing.parkedBy),
      Fact("Tried again", "\(listing.attempts) times"), Fact("Length", "\(listing.bytes) bytes"),
    ]
    self.facts = facts.compactMap { $0 }
    headers = view.headers.sorted { $0.key < $1.key }.map { Fact(name: $0.key, text: $0.value) }
    isCut = view.body.count > Self.bodyLimit
    body = String(view.body.prefix(Self.bodyLimit))
    applicationPath = parked.application.map { "/application?id=\($0)" }
    hasTimeline = !timeline.isEmpty
    events = timeline.map(TimelineRow.init)
  }
}
