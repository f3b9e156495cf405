import Admission
import Foundation
import QueueContracts

/// Intake's tables for deadlines: applications, published notices, and the process that watches deadlines.
struct DeadlineTables {
  private struct Notice {
    let message: MessageID
    var publishedAt: Timestamp
    var isHandled = false
  }

  private(set) var applications: [ApplicationID: ToyApplication] = [:]
  private var notices: [ApplicationID: Notice] = [:]
  private var watcher: (holder: UUID, until: Timestamp)?

  mutating func take(_ parcel: Parcel) {
    applications[parcel.applicationId, default: ToyApplication(parcel)].take(parcel)
  }

  /// The applications without an answer.
  var unanswered: [ApplicationID] { applications.filter { !$0.value.isAnswered }.map(\.key) }

  mutating func becomeWatcher(_ holder: UUID, seconds: Int, at now: Timestamp) -> Bool {
    if let watcher, watcher.holder != holder, watcher.until > now { return false }
    watcher = (holder, now.adding(seconds: Int64(seconds)))
    return true
  }

  func lateness(at time: Timestamp, soonSeconds: Int64) -> Lateness {
    let due = unanswered.map(\.dueBy)
    let soon = time.adding(seconds: soonSeconds)
    return Lateness(late: due.count { $0 < time }, dueSoon: due.count { $0 >= time && $0 < soon })
  }

  func lateWithoutNotice(at time: Timestamp, publishedBefore: Timestamp, limit: Int) -> [ApplicationID] {
    let late = unanswered.filter { $0.dueBy < time && isOpen($0, publishedBefore) }
    return Array(late.sorted { ($0.dueBy, $0.description) < ($1.dueBy, $1.description) }.prefix(limit))
  }

  mutating func claim(
    _ wanted: [OverdueNotice], at time: Timestamp, publishedBefore: Timestamp
  ) -> [ApplicationID] {
    let claimed = wanted.filter { isOpen($0.application, publishedBefore) }
    for notice in claimed { notices[notice.application] = Notice(message: notice.message, publishedAt: time) }
    return claimed.map(\.application)
  }

  /// Marks the notices that a worker has handled.
  ///
  /// - Parameters:
  ///   - publishedBefore: only notices that were published before this time are marked.
  ///   - isHandled: true if an inbox knows the message.
  mutating func noteHandled(publishedBefore: Timestamp, _ isHandled: (MessageID) -> Bool) {
    for (id, notice) in notices where notice.publishedAt < publishedBefore && isHandled(notice.message) {
      notices[id]?.isHandled = true
    }
  }

  private func isOpen(_ id: ApplicationID, _ publishedBefore: Timestamp) -> Bool {
    notices[id].map { !$0.isHandled && $0.publishedAt < publishedBefore } ?? true
  }
}
