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
    // The table has the order of the picture: from left to right, and from top to bottom.
    let owners = FlowPlace.Owner.all.sorted { $0.corner < $1.corner }
    let places = owners.map { FlowPlace(of: $0, in: snapshot.queues) }
    nodes = places.map { Node($0) }
    rows = places.map { Row($0, oldest: OldestHere(at: $0, snapshot), now: now) }
    let rateIn = places.first { $0.owner == .worker(.intake) }?.rateIn
    let rateOut = places.first { $0.owner == .worker(.notify) }?.rateOut
    arriving = rateIn.map(Figures.rate) ?? ""
    posted = rateOut.map(Figures.rate) ?? ""
    isArriving = (rateIn ?? 0) > 0
    isPosting = (rateOut ?? 0) > 0
    unrouted = snapshot.queues[QueueName.unrouted]?.waiting ?? 0
    hasUnrouted = unrouted > 0
    isUnknown = snapshot.queues.isEmpty
    knowsRates = snapshot.knowsRates
    isOldestOfStore = places.allSatisfy { $0.oldest == nil }
  }
}

extension FlowPlace.Owner {
  /// The upper left corner of the place in the picture.
  fileprivate var corner: (x: Int, y: Int) {
    switch self {
    case .worker(.intake): (190, 118)
    case .worker(.transfer): (480, 10)
    case .worker(.notify): (770, 118)
    case .schools: (480, 226)
    }
  }
}

extension FlowModel.Node {
  init(_ place: FlowPlace) {
    x = place.owner.corner.x
    y = place.owner.corner.y
    name = place.owner.caption
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
    let isIdle = place.consumers == 0 && place.owner != .schools
    state = isIdle ? "bad" : place.waiting > 0 || (place.inHand ?? 0) > 0 ? "busy" : "ok"
  }
}

extension FlowModel.Row {
  init(_ place: FlowPlace, oldest here: OldestHere?, now: Timestamp) {
    name = place.owner.caption
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
