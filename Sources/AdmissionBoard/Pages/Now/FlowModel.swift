import QueueContracts

/// The flow of applications, as a picture and as a table.
struct FlowModel: Sendable {
  /// A place in the picture: a worker or the schools.
  struct Node: Sendable {
    let x: Int
    let y: Int
    let name: String
    let waiting: String
    /// The x coordinate of the word *waiting*, which follows the number.
    let unitX: Int
    let line: String
    let troubles: String
    let hasTroubles: Bool
    /// The place's state in the stylesheet: `ok`, `busy` or `bad`.
    let state: String
  }

  struct Row: Sendable {
    let name: String
    let waiting: String
    let inHand: String
    let rateIn: String
    let rateOut: String
    let consumers: String
    let retrying: String
    let parked: String
    let hasParked: Bool
    let oldest: String
  }

  let nodes: [Node]
  let rows: [Row]
  /// The rate at which applications arrive; empty if it is not known.
  let arriving: String
  /// The rate at which entries of the service history are posted; empty if it is not known.
  let posted: String
  let isArriving: Bool
  let isPosting: Bool
  let unrouted: Int
  let hasUnrouted: Bool
  let isUnknown: Bool
  let knowsRates: Bool
  /// True if the ages come from the store, because the broker does not tell how old its messages are.
  let isOldestOfStore: Bool

  init(_ snapshot: Snapshot, now: Timestamp) {
    let places = [
      (FlowPlace("Intake", of: QueueName.intake, in: snapshot.queues), x: 190, y: 118),
      (FlowPlace("Transfer", of: QueueName.transfer, in: snapshot.queues), x: 480, y: 10),
      (FlowPlace("Schools", of: QueueName.schools, in: snapshot.queues), x: 480, y: 226),
      (FlowPlace("Notify", of: QueueName.notify, in: snapshot.queues), x: 770, y: 118),
    ]
    nodes = places.map { Node($0.0, x: $0.x, y: $0.y) }
    rows = places.map { Row($0.0, oldest: OldestHere(at: $0.0, snapshot), now: now) }
    let (intake, notify) = (places[0].0, places[3].0)
    arriving = intake.rateIn.map(Figures.rate) ?? ""
    posted = notify.rateOut.map(Figures.rate) ?? ""
    isArriving = (intake.rateIn ?? 0) > 0
    isPosting = (notify.rateOut ?? 0) > 0
    unrouted = snapshot.queues[QueueName.unrouted]?.waiting ?? 0
    hasUnrouted = unrouted > 0
    isUnknown = snapshot.queues.isEmpty
    knowsRates = snapshot.knowsRates
    isOldestOfStore = places.allSatisfy { $0.0.oldest == nil }
  }
}

extension FlowModel.Node {
  init(_ place: FlowPlace, x: Int, y: Int) {
    self.x = x
    self.y = y
    name = place.name
    waiting = Figures.count(place.waiting)
    let spaces = waiting.count { !$0.isNumber }
    unitX = 20 + (waiting.count - spaces) * 15 + spaces * 6
    let parts = [place.inHand.map { "\(Figures.count($0)) in hand" }, place.rateOut.map(Figures.rate)]
    line = parts.compactMap { $0 }.joined(separator: " · ")
    hasTroubles = place.parked > 0
    troubles = [
      place.parked > 0 ? "\(Figures.count(place.parked)) parked" : nil,
      place.retrying > 0 ? "\(Figures.count(place.retrying)) try again" : nil,
    ].compactMap { $0 }.joined(separator: " · ")
    // The schools' programs are not part of this system, so a school's queue without a consumer is not a fault.
    let isIdle = place.consumers == 0 && place.name != "Schools"
    state = isIdle ? "bad" : place.waiting > 0 || (place.inHand ?? 0) > 0 ? "busy" : "ok"
  }
}

extension FlowModel.Row {
  init(_ place: FlowPlace, oldest here: OldestHere?, now: Timestamp) {
    name = place.name
    waiting = Figures.count(place.waiting)
    inHand = place.inHand.map(Figures.count) ?? "–"
    rateIn = place.rateIn.map(Figures.rate) ?? "–"
    rateOut = place.rateOut.map(Figures.rate) ?? "–"
    consumers = place.consumers.map(Figures.count) ?? "–"
    retrying = Figures.count(place.retrying)
    parked = Figures.count(place.parked)
    hasParked = place.parked > 0
    oldest =
      place.oldest.map { Figures.age(of: $0, at: now) } ?? here?.text ?? (place.isEmpty ? "none" : "not known")
  }
}
