import QueueContracts

@testable import WorkerRuntime

extension World {
  /// Carries out the call that the lane waits for, with faults before and after it.
  mutating func answer(_ lane: Int) -> Reply {
    guard let call = lanes[lane].pending else { preconditionFailure("the lane waits for nothing") }
    lanes[lane].pending = nil
    injectFault(lane, at: call)
    let reply = reply(to: call, of: lane)
    injectFault(lane, at: call)
    // A killed lane does not learn the result of its last call.
    return lanes[lane].isKilled ? dead(call) : reply
  }

  /// Kills the process, or loses the connection that the call uses, each with the probability in `rates`.
  private mutating func injectFault(_ lane: Int, at call: Call) {
    if random.chance(perMille: rates.crash) { carryOut(.kill(process: process(of: lane))) }
    guard random.chance(perMille: rates.lostConnection) else { return }
    switch call {
    case .nextBatch, .acknowledge, .requeue, .cancel, .check: carryOut(.loseConsumer(lane: lane))
    case .publish: carryOut(.losePublisher(lane: lane))
    case .begin, .commit, .noteBeginning, .noteEnd, .sleep, .connect, .deadlines, .rest: break
    }
  }

  func dead(_ call: Call) -> Reply {
    switch call {
    case .begin, .commit, .noteBeginning, .noteEnd, .deadlines: .storeFailure(.unavailable("the process was killed"))
    case .nextBatch, .acknowledge, .requeue, .cancel, .check, .publish, .sleep, .connect, .rest:
      .brokerFailure(BrokerError(.closed, "killed"))
    }
  }

  private mutating func reply(to call: Call, of lane: Int) -> Reply {
    guard !lanes[lane].isKilled else { return dead(call) }
    switch call {
    case .nextBatch, .acknowledge, .requeue, .cancel, .check:
      guard lanes[lane].consuming != .lost else { return .brokerFailure(BrokerError(.consumerLost, "simulated")) }
      return consume(call, lane)
    case .publish(let publications): return publish(publications, lane)
    case .begin(let inbox, let applications): return begin(inbox, applications, lane)
    case .commit(let rows, let effects): return commit(rows, effects, lane)
    case .noteBeginning(let messages, let alone): return noteBeginning(messages, alone: alone, lane)
    case .noteEnd(let messages, let settled): return noteEnd(messages, settled: settled, lane)
    case .sleep:
      log(.waits(lane: lane))
      return .done
    case .connect: return connect(lane)
    case .deadlines(let question): return carryOut(question, lane)
    case .rest: return .done
    }
  }

  // MARK: Consuming

  private mutating func consume(_ call: Call, _ lane: Int) -> Reply {
    switch call {
    case .nextBatch(let limit): return nextBatch(limit, lane)
    case .acknowledge(let tags): return acknowledge(tags, lane)
    case .cancel: lanes[lane].consuming = .cancelled
    case .check: break
    default: preconditionFailure("a lane returns nothing by itself")
    }
    return .done
  }

  private mutating func nextBatch(_ limit: Int, _ lane: Int) -> Reply {
    let isDropping = mutation == .dropsArrivals && lanes[lane].consuming == .cancelled
    guard !lanes[lane].arrivals.isEmpty, !isDropping else { return .deliveries(nil) }
    let batch = Array(lanes[lane].arrivals.prefix(min(limit, 1 + random.below(8))))
    lanes[lane].arrivals.removeFirst(batch.count)
    return .deliveries(batch)
  }

  /// Acknowledges frame by frame, so that the connection can be lost between two frames.
  private mutating func acknowledge(_ tags: [DeliveryTag], _ lane: Int) -> Reply {
    for tag in remembered(tags, lane) {
      if random.chance(perMille: rates.lostConnection / 2) {
        carryOut(.loseConsumer(lane: lane))
        return .brokerFailure(BrokerError(.consumerLost, "simulated, between two frames"))
      }
      guard lanes[lane].settle(tag) != nil else { continue }
      lanes[lane].arrivals.removeAll { $0.tag == tag }
      log(.acknowledged(lane: lane, tag))
    }
    return .done
  }

  /// The tags that reach the simulated broker: `tags`, unless a planted defect (`mutation`) withholds them.
  private mutating func remembered(_ tags: [DeliveryTag], _ lane: Int) -> [DeliveryTag] {
    switch mutation {
    case .keepsGivenBack where lanes[lane].hasGivenBack: return []
    case .holdsNeighbours:
      lanes[lane].withheld += tags
      let inHand = lanes[lane].unsettled.count - lanes[lane].arrivals.count
      guard lanes[lane].withheld.count >= inHand else { return [] }
      defer { lanes[lane].withheld = [] }
      return lanes[lane].withheld
    default: return tags
    }
  }

  // MARK: Publishing

  private mutating func connect(_ lane: Int) -> Reply {
    lanes[lane].isPublisherLost = false
    guard !random.chance(perMille: rates.lostConnection) else {
      return .brokerFailure(BrokerError(.unreachable, "simulated, while connecting"))
    }
    return .done
  }

  /// Publishes every message, even after one has failed.
  ///
  /// A message may arrive without a confirm, or not arrive at all.
  private mutating func publish(_ publications: [Publication], _ lane: Int) -> Reply {
    guard !lanes[lane].isPublisherLost else {
      // The lane's next attempt uses a new connection.
      lanes[lane].isPublisherLost = false
      return .brokerFailure(BrokerError(.unreachable, "simulated"))
    }
    let queue = queue(of: lane)
    lanes[lane].hasGivenBack = publications.allSatisfy { $0.routingKey == queue }
    let results = publications.map { publish($0, lane) }
    return .published(results)
  }

  private mutating func publish(_ publication: Publication, _ lane: Int) -> BrokerError? {
    let queues = broker.route(exchange: publication.exchange, key: publication.routingKey)
    guard !queues.isEmpty else { return BrokerError(.unroutable, "simulated") }
    let isConfirmed = !random.chance(perMille: rates.lostConfirm)
    guard isConfirmed || random.chance(perMille: 500) else {
      log(.refused(lane: lane, key: publication.routingKey))
      return BrokerError(.refused, "simulated")
    }
    for queue in queues {
      let copy = broker.store(
        publication.message, exchange: publication.exchange, key: publication.routingKey, in: queue, at: now)
      log(.stored(lane: lane, copy: copy.number, queue: queue, publication, isConfirmed: isConfirmed))
    }
    return isConfirmed ? nil : BrokerError(.notConfirmed, "simulated")
  }
}
