import Admission
import QueueContracts

@testable import IntakeWorker
@testable import WorkerRuntime

extension World {
  /// Carries out a watch's call to the store; now and then the watch is told of a failure although the call succeeded.
  mutating func carryOut(_ question: DeadlineCall, _ lane: Int) -> Reply {
    guard !isStoreDown else { return .storeFailure(.unavailable("simulated")) }
    let reply = reply(to: question, lane)
    guard !random.chance(perMille: rates.storeOutage) else {
      return .storeFailure(.unavailable("simulated, after it was done"))
    }
    return reply
  }

  private mutating func reply(to question: DeadlineCall, _ lane: Int) -> Reply {
    let worker = worker(of: lane)
    switch question {
    case .lateness(let time, let soonSeconds):
      log(.searchBegun(watch: lane))
      return .lateness(tables[worker].deadlines.lateness(at: time, soonSeconds: soonSeconds))
    case .becomeWatcher(let holder, let seconds):
      let isTaken = tables[worker].deadlines.becomeWatcher(holder, seconds: seconds, at: now)
      log(.watcher(watch: lane, isTaken: isTaken))
      return .watcher(isTaken)
    case .lateWithoutNotice(let time, let publishedBefore, let limit):
      return .applications(
        tables[worker].deadlines.lateWithoutNotice(at: time, publishedBefore: publishedBefore, limit: limit))
    case .claim(let notices, let time, let publishedBefore):
      let claimed = tables[worker].deadlines.claim(notices, at: time, publishedBefore: publishedBefore)
      log(.claimed(watch: lane, claimed))
      return .applications(claimed)
    case .noteHandled(let publishedBefore):
      let inbox = tables[worker].inbox
      tables[worker].deadlines.noteHandled(publishedBefore: publishedBefore) {
        inbox[InboxKey(ApplicationOverdue.inbox, $0)] != nil
      }
      return .done
    }
  }

  /// True if there is no watch, or if a notice was handled for every application without an answer.
  var areAllTold: Bool {
    let inbox = tables[0].inbox
    return !slots.contains(where: \.isWatch)
      || tables[0].deadlines.unanswered.allSatisfy {
        inbox[InboxKey(ApplicationOverdue.inbox, ApplicationOverdue(applicationId: $0).messageId)] != nil
      }
  }

  /// The time at which a watch next looks for passed deadlines.
  var nextLook: Timestamp? { slots.compactMap { $0.lane.flatMap { lanes[$0].wakesAt } }.min() }
}
