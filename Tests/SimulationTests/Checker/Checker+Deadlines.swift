import QueueContracts

@testable import IntakeWorker
@testable import WorkerRuntime

extension Checker {
  /// What is known of applications, their deadlines and those who watch over them.
  struct Deadlines {
    struct Watch {
      /// Whether the store said so when it was asked last.
      var hasTurn = false
      /// When its last look began, as the number of the event.
      var lookedAt = 0
      /// The notices that are its to publish.
      var claimed: [ApplicationID] = []
    }

    var watches: [Int: Watch] = [:]
    var standings: [ApplicationID: Standing] = [:]
    /// How often a citizen was told that his answer is late.
    var told: [ApplicationID: Int] = [:]
    /// When each notice was handled, as the number of the event.
    var handledAt: [ApplicationID: Int] = [:]
  }

  /// Who is told that his answer is late has none, and the deadline has passed.
  mutating func checkLateness(_ effects: [Effect], by lane: Int, at time: Timestamp) {
    guard let worker = workerOfLane[lane], workers[worker].name == ToyWorker.first else { return }
    for effect in effects {
      let id = effect.content.applicationId
      switch effect.content {
      case .parcel(let parcel): deadlines.standings[id, default: Standing(parcel)].take(parcel)
      case .update: object("\(ToyWorker.first) took what a citizen is told")
      case .notice:
        deadlines.handledAt[id] = at
        guard let standing = deadlines.standings[id] else { return object("\(id.brief) is late, and unknown") }
        if effect.tellsCitizen == standing.isAnswered {
          object("\(id.brief) was \(effect.tellsCitizen ? "told of in spite of" : "not told of without") an answer")
        }
        if standing.dueBy >= time { object("\(id.brief) is told of before its deadline") }
        if effect.tellsCitizen { deadlines.told[id, default: 0] += 1 }
      }
    }
  }

  /// One process at a time watches, and what it has told it tells no more.
  mutating func checkClaim(of applications: [ApplicationID], by watch: Int) {
    guard let state = deadlines.watches[watch] else { return object("watch \(watch) is nobody's") }
    if !state.hasTurn, !applications.isEmpty { object("watch \(watch) claims without having the turn") }
    for id in applications {
      if let handledAt = deadlines.handledAt[id], handledAt < state.lookedAt {
        object("watch \(watch) claims \(id.brief), which was handled before it looked")
      }
    }
    deadlines.watches[watch]?.claimed += applications
  }

  /// Each notice goes to intake alone, once for each time that it was claimed.
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

  /// Every application without an answer has been told of: each world that is watched over outlasts its deadlines.
  mutating func finishDeadlines() {
    guard !deadlines.watches.isEmpty else { return }
    for (id, standing) in deadlines.standings {
      let count = deadlines.told[id, default: 0]
      if count != 1, !standing.isAnswered { object("\(id.brief) is late and was told of \(count) times") }
      if count > 1 { object("\(id.brief) was told of \(count) times") }
    }
  }
}

extension ApplicationID {
  var brief: String { String(description.prefix(8)) }
}
