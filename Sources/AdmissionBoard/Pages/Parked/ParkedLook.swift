import Crypto
import Foundation
import Operations
import QueueContracts
import WorkerRuntime

/// A parked message as the board saw it last, without its body.
struct ParkedItem: Sendable {
  /// The message as it is in its queue, but with an empty body.
  let parked: ParkedMessage
  let listing: ParkedListing
  /// The key in the address of the message's page; nil if the message has no id, so that it has no page of its own.
  let key: String?
  /// The key in the address of the group's page; messages with the same queue, reason and detail are one group.
  let group: String

  /// Describes a parked message for the board's pages.
  ///
  /// - Parameters:
  ///   - parked: the message.
  ///   - salt: the key by which ids that may name a person are hidden; it changes with each start of the board.
  init(_ parked: ParkedMessage, salt: SymmetricKey) {
    self.parked = parked.withoutBody
    listing = ParkedListing(parked)
    key = parked.message.id.map { Self.key(of: $0, salt) }
    group = Self.groupKey(queue: parked.queue, reason: parked.reason, detail: parked.detail)
  }

  /// A UUID as it is; for any other id a code, because a sender may have put a person's name into the id.
  private static func key(of id: String, _ salt: SymmetricKey) -> String {
    if let id = MessageID(id) { return id.description }
    return "x" + HMAC<SHA256>.authenticationCode(for: Data(id.utf8), using: salt).prefix(8).hexDigits
  }

  static func groupKey(queue: String, reason: String, detail: String?) -> String {
    let text = [queue, reason, detail ?? "", detail == nil ? "none" : ""].joined(separator: "\u{0}")
    return SHA256.hash(data: Data(text.utf8)).prefix(8).hexDigits
  }
}

/// The parked messages at one moment.
struct ParkedLook: Sendable {
  let time: Timestamp
  /// The messages, sorted by queue, and within a queue by time.
  let items: [ParkedItem]
  /// The number of parked messages that the board has not read, by work queue.
  let notLookedAt: [String: Int]
  /// A sentence that says what is not known about the schools' own queues; nil if everything is known.
  let schoolsCaveat: String?

  /// The parked messages of an application.
  func now(of application: ApplicationID) -> ParkedNow {
    .found(
      items.filter { $0.parked.application == application }.map(\.parked), notLookedAt: notLookedAt,
      schoolsCaveat: schoolsCaveat)
  }

  /// The sentence that says how many messages were not looked at; nil if all were looked at.
  var caveat: String? {
    guard !notLookedAt.isEmpty else { return nil }
    let others = notLookedAt.sorted { $0.key < $1.key }.map {
      "\($0.value.counted("message")) of \(ParkedMessage.parkedQueue(of: $0.key))"
    }
    return
      "The first \(ParkedDesk.limit) messages of a queue are looked at, and fewer if they are large. Not looked at: "
      + others.joined(separator: ", ") + "."
  }
}
