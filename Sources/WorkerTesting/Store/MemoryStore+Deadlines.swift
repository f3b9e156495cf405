public import Admission
public import Foundation
public import QueueContracts

/// The records of the watch over deadlines in a store in memory.
struct MemoryDeadlines {
  struct Notice {
    let message: MessageID
    var publishedAt: Timestamp
    var isHandled = false
  }

  var watch: (holder: UUID, expires: ContinuousClock.Instant)?
  var notices: [ApplicationID: Notice] = [:]

  /// True if the application's notice was never published, or was published before `time` and not handled.
  func isOpen(_ id: ApplicationID, publishedBefore time: Timestamp) -> Bool {
    notices[id].map { !$0.isHandled && $0.publishedAt < time } ?? true
  }
}

extension MemoryStore: DeadlineQueries {
  /// Makes `holder` the one process that watches deadlines, for some seconds; false if another process is the watcher.
  public func becomeWatcher(holder: UUID, seconds: Int) -> Bool {
    let now = ContinuousClock.now
    if let watch = deadlines.watch, watch.holder != holder, watch.expires > now { return false }
    deadlines.watch = (holder, now.advanced(by: .seconds(seconds)))
    return true
  }

  /// Counts late applications, and those due within `soonSeconds`.
  public func lateness(at time: Timestamp, soonSeconds: Int64) -> Lateness {
    let soon = time.adding(seconds: soonSeconds)
    return Lateness(
      late: unanswered(dueBefore: time, after: nil, limit: .max).count,
      dueSoon: unanswered(dueBefore: soon, after: nil, limit: .max).count { $0.dueBy >= time })
  }

  /// Lists late applications whose notice has to be published, the longest overdue first.
  public func lateWithoutNotice(at time: Timestamp, publishedBefore: Timestamp, limit: Int) -> [ApplicationID] {
    let late = unanswered(dueBefore: time, after: nil, limit: .max).map(\.id)
    return Array(late.filter { deadlines.isOpen($0, publishedBefore: publishedBefore) }.prefix(limit))
  }

  /// Claims notices, and returns the applications whose notice this process may publish now.
  public func claim(
    _ notices: [OverdueNotice], at time: Timestamp, publishedBefore: Timestamp
  ) -> Set<ApplicationID> {
    let claimed = notices.filter { deadlines.isOpen($0.application, publishedBefore: publishedBefore) }
    for notice in claimed {
      deadlines.notices[notice.application] = MemoryDeadlines.Notice(message: notice.message, publishedAt: time)
    }
    return Set(claimed.map(\.application))
  }

  /// Marks published notices as handled if they are in the worker's inbox.
  public func noteHandled(by worker: String, publishedBefore: Timestamp) {
    for (id, notice) in deadlines.notices
    where notice.publishedAt < publishedBefore && knows(notice.message, worker: worker) {
      deadlines.notices[id]?.isHandled = true
    }
  }
}
