import QueueContracts

@testable import IntakeWorker
@testable import WorkerRuntime

extension Checker {
  /// The state of applications, their deadlines and the watches over them.
  struct Deadlines {
    struct Watch {
      /// True if the store made the process the watcher when it last asked.
      var isWatcher = false
      /// The number of the event at which the watch last began to search for late applications.
      var searchBegunAt = 0
      /// The notices that the watch has claimed and may publish.
      var claimed: [ApplicationID] = []
    }

    var watches: [Int: Watch] = [:]
    var applications: [ApplicationID: ToyApplication] = [:]
    /// The number of times that a citizen was told that the answer is late.
    var told: [ApplicationID: Int] = [:]
    /// The number of the event at which each notice was handled.
    var handledAt: [ApplicationID: Int] = [:]
  }

  /// Checks that a notice is handled only after the deadline, and tells the citizen if and only if there is no answer.
  mutating func checkLateness(_ effects: [Effect], by lane: Int, at time: Timestamp) {
    guard let worker = workerOfLane[lane], workers[worker].name == ToyWorker.first else { return }
    for effect in effects {
      let id = effect.content.applicationId
      switch effect.content {
      case .parcel(let parcel): deadlines.applications[id, default: ToyApplication(parcel)].take(parcel)
      case .update: object("\(ToyWorker.first) handled a message to a citizen")
      case .notice:
        deadlines.handledAt[id] = at
        guard let application = deadlines.applications[id] else {
          return object("\(id.brief) has a notice and is unknown")
        }
        if effect.tellsCitizen == application.isAnswered {
          object("\(id.brief) was \(effect.tellsCitizen ? "called late, but" : "not called late, but not") answered")
        }
        if application.dueBy >= time { object("\(id.brief) was called late before its deadline") }
        if effect.tellsCitizen { deadlines.told[id, default: 0] += 1 }
      }
    }
  }

  /// Checks that only the watcher claims notices, and claims none that was handled before it last began to search.
  mutating func checkClaim(of applications: [ApplicationID], by watch: Int) {
    guard let state = deadlines.watches[watch] else { return object("watch \(watch) was never started") }
    if !state.isWatcher, !applications.isEmpty { object("watch \(watch) claims without being the watcher") }
    for id in applications {
      if let handledAt = deadlines.handledAt[id], handledAt < state.searchBegunAt {
        object("watch \(watch) claims \(id.brief), which was handled before it began to search")
      }
    }
    deadlines.watches[watch]?.claimed += applications
  }

  /// Checks that a watch publishes only notices that it has claimed, once for each claim, and to intake's queue.
  mutating func checkNotice(_ publication: Publication, by watch: Int, in queue: String) {
    let message = publication.message
    arrivals[Key(message, in: queue), default: 0] += 1
    guard queue == workers[0].queue, message.type == ApplicationOverdue.type,
      let notice = try? WireCodec.decode(ApplicationOverdue.self, from: message.body),
      message.id == notice.messageId.description
    else { return object("watch \(watch) published \(message.brief), which is no notice") }
    guard let index = deadlines.watches[watch]?.claimed.firstIndex(of: notice.applicationId) else {
      return object("watch \(watch) published \(notice.applicationId.brief), which it had not claimed")
    }
    deadlines.watches[watch]?.claimed.remove(at: index)
  }

  /// Checks that each citizen whose answer is late was told so once.
  ///
  /// A world with watches runs until all deadlines are over. By then a watch must have found each application that has
  /// no answer.
  mutating func finishDeadlines() {
    guard !deadlines.watches.isEmpty else { return }
    for (id, application) in deadlines.applications {
      let count = deadlines.told[id, default: 0]
      if count != 1, !application.isAnswered { object("\(id.brief) is late, and its citizen was told \(count) times") }
      if count > 1 { object("\(id.brief) was told of \(count) times") }
    }
  }
}

extension ApplicationID {
  var brief: String { String(description.prefix(8)) }
}
