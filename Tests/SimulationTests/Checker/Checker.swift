import Foundation
import QueueContracts

@testable import WorkerRuntime

/// Says which promises a trace breaks.
///
/// The checker knows what the broker and the store saw, but nothing of a lane's own state.
struct Checker {
  /// Identifies a message in a queue: by the message's id, or by its body if it has no id.
  struct Key: Hashable {
    let queue: String
    let id: MessageID?
    let body: Data?

    init(_ message: BrokerMessage, in queue: String) {
      self.queue = queue
      id = message.messageId
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
    /// The number of the event at which the message was delivered.
    let at: Int
    /// True if the lane had another delivery of the same message id in hand at the same time.
    ///
    /// Both deliveries have the same outputs, of which some may be confirmed for one delivery and the rest for the
    /// other. So the checker cannot tell which of the two had to be acknowledged.
    var hasDuplicate = false
  }

  struct Confirmation {
    let publication: Publication
    let at: Int
    var isUsed = false
  }

  let workers: [(name: String, queue: String)]
  var violations: [String] = []
  var at = 0
  /// Every copy of a message that was ever in a queue, by the copy's number.
  var copies: [Int: (queue: String, message: BrokerMessage)] = [:]
  var alive: Set<Int> = []
  var workerOfLane: [Int: Int] = [:]
  var inHand: [Int: [DeliveryTag: Hand]] = [:]
  /// The messages that each lane was ever given.
  ///
  /// A lane may go on with a message that the broker has taken back, but must not acknowledge it.
  var given: [Int: [BrokerMessage]] = [:]
  var confirmed: [Int: [Confirmation]] = [:]
  var decided: [Decision: Inbox.Entry] = [:]
  /// How often each message came to a queue, without its returns from a retry queue.
  var arrivals: [Key: Int] = [:]
  /// The messages that may have been handled twice, because a delivery was returned or a second copy was made.
  var possibleDuplicates: Set<Key> = []
  var parked: Set<Key> = []
  /// The messages that the broker parked after it had taken them back too often.
  ///
  /// The outputs of such a message may be missing although the store has decided the message.
  var parkedByBroker: Set<Key> = []
  var moved: Set<Int> = []
  /// For each worker and message in the crash log: the processes that began to handle the message and did not finish.
  ///
  /// The value is true if the process handled it alone.
  var notes: [Int: [String: [Incarnation: Bool]]] = [:]
  var processOfLane: [Int: Incarnation] = [:]
  var killed: Set<Incarnation> = []
  /// For each lane: how many processes died while they handled the lane's latest message alone.
  var crashesAlone: [Int: Int] = [:]
  /// The outputs that came to a queue, each under the key by which its next worker recognises a duplicate.
  var outputs: [Key: BrokerMessage] = [:]
  var outputIds: Set<MessageID> = []
  /// The worker and message that each output follows from.
  var sources: [MessageID: Decision] = [:]
  var deadlines = Deadlines()

  /// The broken promises in the order of events; empty if all were kept.
  static func violations(in trace: [TraceEvent], isFinished: Bool) -> [String] {
    let surroundings = Surroundings()
    var checker = Checker(workers: ToyWorker.pipeline(surroundings).map { ($0.name, $0.queue) })
    for event in trace {
      checker.take(event)
      checker.at += 1
    }
    if isFinished { checker.finish() } else { checker.object("not everything came to an end") }
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
      guard let message = copies[copy]?.message else { return object("delivered a copy that does not exist") }
      take(Hand(copy: copy, message: message, at: at), as: tag, by: lane)
      given[lane, default: []].append(message)
    case .committed(let lane, let rows, let effects, let time):
      checkCommit(rows, effects, by: lane)
      checkLateness(effects, by: lane, at: time)
    case .watches(let watch, let process):
      deadlines.watches[watch] = Deadlines.Watch()
      processOfLane[watch] = process
    case .searchBegun(let watch): deadlines.watches[watch]?.searchBegunAt = at
    case .watcher(let watch, let isTaken): deadlines.watches[watch]?.isWatcher = isTaken
    case .claimed(let watch, let applications): checkClaim(of: applications, by: watch)
    case .acknowledged(let lane, let tag):
      guard let hand = inHand[lane]?.removeValue(forKey: tag) else { return object("acknowledged an unknown delivery") }
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
      for hand in inHand[lane, default: [:]].values where !hand.hasDuplicate && isReplaced(hand, by: lane) {
        object("lane \(lane) waits and has not acknowledged \(hand.message.brief), which is answered")
      }
    case .returned(let lane, let tag):
      if let hand = inHand[lane]?.removeValue(forKey: tag), let place = copies[hand.copy] {
        possibleDuplicates.insert(Key(place.message, in: place.queue))
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
        for hand in inHand[lane, default: [:]].values where !hand.hasDuplicate && isReplaced(hand, by: lane) {
          object("lane \(lane) gave back a copy of \(hand.message.brief) and did not acknowledge it")
        }
      }
      if failure == nil, left > 0 { object("lane \(lane) was drained and leaves \(left) deliveries") }
    case .refused, .fault, .calm:
      break
    }
  }

  private mutating func take(_ hand: Hand, as tag: DeliveryTag, by lane: Int) {
    var (hand, hands) = (hand, inHand[lane, default: [:]])
    for (other, duplicate) in hands where duplicate.message.id?.lowercased() == hand.message.id?.lowercased() {
      hands[other]?.hasDuplicate = true
      hand.hasDuplicate = true
    }
    hands[tag] = hand
    inHand[lane] = hands
  }

  private mutating func appear(_ copy: Int, _ message: BrokerMessage, in queue: String) {
    copies[copy] = (queue, message)
    alive.insert(copy)
  }

  private mutating func move(_ copy: Int, into other: Int, _ queue: String) {
    guard let message = copies[copy]?.message else { return object("moved a copy that does not exist") }
    appear(other, message, in: queue)
    if !moved.insert(copy).inserted { possibleDuplicates.insert(Key(message, in: queue)) }
    if let worker = workers.first(where: { QueueName.parked(of: $0.queue) == queue }) {
      parked.insert(Key(message, in: worker.queue))
      parkedByBroker.insert(Key(message, in: worker.queue))
    }
  }
}
