import Foundation
import QueueContracts

@testable import WorkerRuntime

/// Says of a trace whether the promises were kept.
///
/// It knows what broker and store saw, and nothing of what lanes think.
struct Checker {
  /// A message as a queue sees it: by its id, or by its body where it has none.
  struct Key: Hashable {
    let queue: String
    let id: MessageID?
    let body: Data?

    init(_ message: BrokerMessage, in queue: String) {
      self.queue = queue
      id = message.id.flatMap { MessageID($0) }
      body = id == nil ? message.body : nil
    }
  }

  struct Decision: Hashable {
    let worker: Int
    let id: MessageID
  }

  struct Hand {
    let copy: Int
    let message: BrokerMessage
    /// When it was delivered, as the number of the event.
    let at: Int
    /// True if the lane had another delivery of the same id in hand with it.
    ///
    /// Both have the same outputs, and each may have had a part of them confirmed.
    var hasTwin = false
  }

  struct Confirmation {
    let publication: Publication
    let at: Int
    var isUsed = false
  }

  let workers: [(name: String, queue: String)]
  var violations: [String] = []
  var at = 0
  /// Every copy that ever was, and those that a queue still has or somebody in hand.
  var copies: [Int: (queue: String, message: BrokerMessage)] = [:]
  var alive: Set<Int> = []
  var workerOfLane: [Int: Int] = [:]
  var inHand: [Int: [DeliveryTag: Hand]] = [:]
  /// What each lane was ever given.
  ///
  /// It may work on what the broker has taken back; only acknowledge it, it may not.
  var given: [Int: [BrokerMessage]] = [:]
  var confirmed: [Int: [Confirmation]] = [:]
  var decided: [Decision: Inbox.Entry] = [:]
  /// How often a message came to a queue other than from where it had waited.
  var arrivals: [Key: Int] = [:]
  /// Those that may have been handled twice: returned, or moved twice.
  var repeated: Set<Key> = []
  var parked: Set<Key> = []
  /// Those that the broker led aside, because their worker was lost too often.
  ///
  /// Only they may be decided and unanswered.
  var givenUp: Set<Key> = []
  var moved: Set<Int> = []
  /// Which processes began a suspect of each worker and did not end it, by its name in the crash log, and whether alone.
  var notes: [Int: [String: [Incarnation: Bool]]] = [:]
  var processOfLane: [Int: Incarnation] = [:]
  var killed: Set<Incarnation> = []
  /// What was known to each lane at its last beginning: how often processes died of that message alone.
  var crashesAlone: [Int: Int] = [:]
  /// The outputs that came to a queue; by their id, because that is what the next hop knows them by.
  var outputs: [Key: BrokerMessage] = [:]
  var outputIds: Set<MessageID> = []
  /// Which message of which worker each output follows from.
  var sources: [MessageID: Decision] = [:]
  var deadlines = Deadlines()

  /// What was not kept, in the order of events; empty where all was.
  static func violations(in trace: [TraceEvent], isFinished: Bool) -> [String] {
    let surroundings = Surroundings()
    var checker = Checker(workers: ToyWorker.pipeline(surroundings).map { ($0.name, $0.queue) })
    for event in trace {
      checker.take(event)
      checker.at += 1
    }
    if isFinished { checker.finish() } else { checker.object("it came to no end") }
    return checker.violations
  }

  mutating func object(_ what: String) { violations.append("\(at): \(what)") }

  private mutating func take(_ event: TraceEvent) {
    switch event {
    case .handedOver(let copy, let queue, let message, _):
      appear(copy, message, in: queue)
      arrivals[Key(message, in: queue), default: 0] += 1
    case .stored(let lane, let copy, let queue, let publication, let isConfirmed):
      appear(copy, publication.message, in: queue)
      if isConfirmed { confirmed[lane, default: []].append(Confirmation(publication: publication, at: at)) }
      checkPublication(publication, by: lane, in: queue)
    case .delivered(let lane, let tag, let copy, _):
      guard let message = copies[copy]?.message else { return object("delivered what is not there") }
      take(Hand(copy: copy, message: message, at: at), as: tag, by: lane)
      given[lane, default: []].append(message)
    case .committed(let lane, let rows, let effects, let time):
      checkCommit(rows, effects, by: lane)
      checkLateness(effects, by: lane, at: time)
    case .watches(let watch, let process):
      deadlines.watches[watch] = Deadlines.Watch()
      processOfLane[watch] = process
    case .looked(let watch): deadlines.watches[watch]?.lookedAt = at
    case .turn(let watch, let isTaken): deadlines.watches[watch]?.hasTurn = isTaken
    case .claimed(let watch, let applications): checkClaim(of: applications, by: watch)
    case .acknowledged(let lane, let tag):
      guard let hand = inHand[lane]?.removeValue(forKey: tag) else { return object("acknowledged what is not in hand") }
      alive.remove(hand.copy)
      checkAcknowledgement(of: hand, by: lane)
    case .begun(let lane, let message, let process, let alone):
      let worker = workerOfLane[lane] ?? -1
      crashesAlone[lane] = notes[worker]?[message]?.count { $0.value && killed.contains($0.key) } ?? 0
      notes[worker, default: [:]][message, default: [:]][process] = alone
    case .overcome(let lane, let message, let process, let settled):
      notes[workerOfLane[lane] ?? -1]?[message]?[process] = nil
      if settled { notes[workerOfLane[lane] ?? -1]?[message] = nil }
    case .waits(let lane):
      for hand in inHand[lane, default: [:]].values where !hand.hasTwin && isReplaced(hand, by: lane) {
        object("lane \(lane) waits and has not acknowledged \(hand.message.brief), which is answered")
      }
    case .returned(let lane, let tag):
      if let hand = inHand[lane]?.removeValue(forKey: tag), let place = copies[hand.copy] {
        repeated.insert(Key(place.message, in: place.queue))
      }
    case .moved(let copy, let into, let queue):
      move(copy, into: into, queue)
    case .left(let copy):
      alive.remove(copy)
    case .started(let lane, let worker, let process):
      workerOfLane[lane] = worker
      processOfLane[lane] = process
    case .killed(let lane):
      if let process = processOfLane[lane] { killed.insert(process) }
    case .ended(let lane, let failure):
      let left = inHand[lane]?.count ?? 0
      if failure?.hasPrefix("GaveBack") ?? false {
        for hand in inHand[lane, default: [:]].values where !hand.hasTwin && isReplaced(hand, by: lane) {
          object("lane \(lane) gave back \(hand.message.brief) and kept it")
        }
      }
      if failure == nil, left > 0 { object("lane \(lane) was drained and leaves \(left) deliveries") }
    case .refused, .fault, .calm:
      break
    }
  }

  private mutating func take(_ hand: Hand, as tag: DeliveryTag, by lane: Int) {
    var (hand, hands) = (hand, inHand[lane, default: [:]])
    for (other, twin) in hands where twin.message.id?.lowercased() == hand.message.id?.lowercased() {
      hands[other]?.hasTwin = true
      hand.hasTwin = true
    }
    hands[tag] = hand
    inHand[lane] = hands
  }

  private mutating func appear(_ copy: Int, _ message: BrokerMessage, in queue: String) {
    copies[copy] = (queue, message)
    alive.insert(copy)
  }

  private mutating func move(_ copy: Int, into other: Int, _ queue: String) {
    guard let message = copies[copy]?.message else { return object("moved what is not there") }
    appear(other, message, in: queue)
    if !moved.insert(copy).inserted { repeated.insert(Key(message, in: queue)) }
    if let worker = workers.first(where: { QueueName.parked(of: $0.queue) == queue }) {
      parked.insert(Key(message, in: worker.queue))
      givenUp.insert(Key(message, in: worker.queue))
    }
  }
}
