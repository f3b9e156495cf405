import QueueContracts

@testable import WorkerRuntime

/// Something that can happen next in the world.
enum Move {
  /// The broker, store or clock answers the call for which the lane waits.
  case answer(lane: Int)
  case start(slot: Int)
  case arrive(lane: Int)
  case publish
  /// Time passes until the wait of a message ends or a watch looks again.
  case wait
  case kill(process: Int)
  case loseConsumer(lane: Int)
  case losePublisher(lane: Int)
  case drain(process: Int)
  case toggleStore
  case toggleDocuments
}

extension World {
  /// The moves that are possible now; a likelier move is in the list several times.
  func moves() -> [Move] {
    var moves: [Move] = []
    if portal.next != nil { moves.append(.publish) }
    for (number, slot) in slots.enumerated() {
      guard let lane = slot.lane else {
        moves.append(.start(slot: number))
        continue
      }
      if canAnswer(lane) { moves += [.answer(lane: lane), .answer(lane: lane), .answer(lane: lane)] }
      if lanes[lane].consuming == .on, !broker[queue(of: lane)].ready.isEmpty {
        moves += [.arrive(lane: lane), .arrive(lane: lane)]
      }
    }
    if nextEvent != nil, moves.count < 4 { moves.append(.wait) }
    return moves
  }

  /// The time at which the wait of a message ends or a watch looks again, whichever is first.
  private var nextEvent: Timestamp? {
    switch (broker.nextExpiry, nextLook) {
    case (let expiry?, let look?): min(expiry, look)
    case (let expiry, let look): expiry ?? look
    }
  }

  /// False if the lane's call cannot be answered yet.
  ///
  /// For example, the lane waits for deliveries, for the end of another lane's transaction, or until no other lane
  /// handles a suspect.
  private func canAnswer(_ number: Int) -> Bool {
    let lane = lanes[number]
    switch lane.pending {
    case nil: return false
    case .nextBatch: return lane.isKilled || lane.consuming != .on || !lane.arrivals.isEmpty
    case .begin: return lane.isKilled || !waitsForSuspect(number) && tables[worker(of: number)].openFor == nil
    case .commit, .publish, .acknowledge: return lane.isKilled || !waitsForSuspect(number)
    case .noteBeginning(_, alone: true):
      return lane.isKilled || !waitsForSuspect(number) && !others(than: number).contains(where: isHandling)
    case .rest: return lane.isKilled || lane.isDraining || lane.wakesAt.map { $0 <= now } ?? true
    default: return true
    }
  }

  /// True if another lane of the process handles a suspect alone.
  private func waitsForSuspect(_ number: Int) -> Bool { others(than: number).contains { lanes[$0].hasSuspect } }

  private func isHandling(_ number: Int) -> Bool {
    switch lanes[number].pending {
    case .begin, .commit, .publish, .acknowledge: true
    default: false
    }
  }

  private func others(than number: Int) -> [Int] {
    lanes(of: process(of: number)).filter { $0 != number && !lanes[$0].isWatch }
  }

  /// The fault that happens now; nil for none.
  mutating func fault() -> Move? {
    let live = slots.compactMap(\.lane)
    if random.chance(perMille: rates.storeOutage) { return .toggleStore }
    if random.chance(perMille: rates.documentsOutage) { return .toggleDocuments }
    guard !live.isEmpty else { return nil }
    let lane = random.pick(live)
    if random.chance(perMille: rates.crash) { return .kill(process: process(of: lane)) }
    if random.chance(perMille: rates.drain) { return .drain(process: process(of: lane)) }
    if random.chance(perMille: rates.lostConnection) {
      return random.chance(perMille: 500) && !lanes[lane].isWatch
        ? .loseConsumer(lane: lane) : .losePublisher(lane: lane)
    }
    return nil
  }

  /// Carries out a move that does not run a lane's code: any except `.answer` and `.start`.
  mutating func carryOut(_ move: Move) {
    switch move {
    case .answer, .start: preconditionFailure("this moves a lane")
    case .arrive(let lane): arrive(lane)
    case .publish: publishNext()
    case .wait:
      guard let next = nextEvent else { return }
      surroundings.advance(milliseconds: max(0, next.milliseconds - now.milliseconds))
    case .kill(let process):
      log(.fault("process \(process) is killed"))
      for lane in lanes(of: process) { kill(lane) }
      deadProcesses.insert(incarnation(of: process))
      incarnations[process, default: 0] += 1
    case .loseConsumer(let lane):
      log(.fault("lane \(lane) loses its consumer"))
      loseConsumer(lane)
    case .losePublisher(let lane):
      log(.fault("lane \(lane) loses its publisher"))
      lanes[lane].isPublisherLost = true
    case .drain(let process):
      log(.fault("process \(process) is drained"))
      for lane in lanes(of: process) {
        if lanes[lane].consuming == .on { lanes[lane].consuming = .cancelled }
        lanes[lane].isDraining = lanes[lane].isWatch
      }
    case .toggleStore:
      isStoreDown.toggle()
      log(.fault("the store is \(isStoreDown ? "down" : "up")"))
    case .toggleDocuments:
      surroundings.areDocumentsDown.toggle()
      log(.fault("documents are \(surroundings.areDocumentsDown ? "down" : "up")"))
    }
  }

  /// Ends all faults, so that what is left can be finished.
  mutating func calm() {
    rates = .none
    (isStoreDown, surroundings.areDocumentsDown) = (false, false)
    log(.calm)
  }

  func lanes(of process: Int) -> [Int] {
    slots.filter { $0.process == process }.compactMap(\.lane)
  }

  private mutating func publishNext() {
    guard let publication = portal.next else { return }
    let isConfirmed = !random.chance(perMille: rates.lostConfirm)
    // A message without a confirm may have arrived all the same; the portal publishes it again.
    if isConfirmed || random.chance(perMille: 500) {
      for queue in broker.route(exchange: publication.exchange, key: publication.routingKey) {
        let copy = broker.store(
          publication.message, exchange: publication.exchange, key: publication.routingKey, in: queue, at: now)
        log(.handedOver(copy: copy.number, queue: queue, publication.message, isConfirmed: isConfirmed))
      }
    }
    if isConfirmed { portal.removeNext() }
  }

  private mutating func arrive(_ lane: Int) {
    let queue = queue(of: lane)
    let count = min(1 + random.below(6), broker[queue].ready.count)
    for _ in 0..<count {
      let copy = broker[queue].ready.removeFirst()
      let delivery = lanes[lane].arrive(copy)
      log(.delivered(lane: lane, delivery.tag, copy: copy.number, count: copy.returns))
    }
  }
}
