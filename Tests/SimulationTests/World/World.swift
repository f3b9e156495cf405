import QueueContracts

@testable import WorkerRuntime

/// The simulated broker, store, portal and processes of one seed.
///
/// Everything that happens goes through the world, one thing at a time.
struct World {
  /// The retry ladder of the lanes: three waits, then the message is parked.
  static let ladder = RetryLadder(stepSeconds: [1, 5], totalSeconds: 11)

  static let crashLimit = 3
  static let holdSeconds = 0.5
  /// How often, in seconds, a watch looks for passed deadlines.
  static let lookSeconds = 1
  /// The seconds after which an unhandled notice is published again.
  static let repeatSeconds = 3

  let workers: [ToyWorker]
  let surroundings: Surroundings
  let mutation: Mutation?
  var random: SplitMix64
  var rates: Rates
  var portal: Portal
  var broker = SimulatedBroker(topology: .version1(retryLadderSeconds: World.ladder.stepSeconds))
  var tables: [WorkerTables]
  var slots: [Slot] = []
  var lanes: [SimulatedLane] = []
  /// The number of times that each process was killed and started again.
  var incarnations: [Int: Int] = [:]
  var deadProcesses: Set<Incarnation> = []
  var isStoreDown = false
  var trace: [TraceEvent] = []

  /// Makes the world of a seed.
  ///
  /// - Parameters:
  ///   - seed: decides everything that happens.
  ///   - mutation: the planted defect; nil for none.
  ///   - deadlyCount: the number of messages that kill the process that handles them, in a world without other faults;
  ///     nil for a world with faults of every kind.
  init(seed: UInt64, mutation: Mutation?, deadlyCount: Int?) {
    var random = SplitMix64(seed: seed)
    surroundings = Surroundings()
    workers = ToyWorker.pipeline(surroundings)
    rates = deadlyCount == nil ? .random(&random) : .none
    portal =
      deadlyCount.map { Portal(deadlyCount: $0, random: &random) }
      ?? Portal(random: &random, workers: workers.map(\.name))
    tables = workers.map { _ in WorkerTables() }
    for worker in workers.indices {
      let shareProcess = random.chance(perMille: 500)
      for lane in 0...random.below(2) {
        slots.append(Slot(worker: worker, process: worker * 2 + (shareProcess ? 0 : lane)))
      }
    }
    // Only some worlds have watches for passed deadlines, because a world with watches takes a fifth longer.
    let isWatched = random.chance(perMille: 250) || mutation?.isOfWatches ?? false
    if deadlyCount == nil, isWatched {
      // The two watches run in intake's two processes, of which the second may have no lane.
      for process in 0...1 {
        slots.append(
          Slot(worker: 0, process: process, isWatch: true, clockMilliseconds: random.pick([0, 0, -700, 700])))
      }
    }
    (self.random, self.mutation) = (random, mutation)
  }

  var now: Timestamp { surroundings.now }

  func worker(of lane: Int) -> Int { slots[lanes[lane].slot].worker }
  func process(of lane: Int) -> Int { slots[lanes[lane].slot].process }
  func incarnation(of process: Int) -> Incarnation {
    Incarnation(process: process, number: incarnations[process, default: 0])
  }
  func queue(of lane: Int) -> String { workers[worker(of: lane)].queue }

  mutating func log(_ event: TraceEvent) { trace.append(event) }

  /// True if nothing is left to do.
  var isQuiet: Bool {
    portal.next == nil && areAllTold
      && lanes.allSatisfy { $0.hasEnded || $0.unsettled.isEmpty && $0.isIdle }
      && broker.names.allSatisfy { !hasToBeEmpty($0) || broker[$0].ready.isEmpty }
  }

  /// True for queues that have to become empty; nobody here consumes the schools' queue.
  private func hasToBeEmpty(_ queue: String) -> Bool {
    queue != QueueName.schools && broker[queue].definition.arguments["x-dead-letter-exchange"] != nil
  }
}

/// A process from its start to its end.
struct Incarnation: Hashable {
  let process: Int
  let number: Int
}

extension SimulatedLane {
  /// True for a lane that waits for deliveries while there are none, and for a watch that rests between two searches.
  fileprivate var isIdle: Bool {
    switch pending {
    case .nextBatch: arrivals.isEmpty && consuming == .on && !isKilled
    case .rest: !isKilled && !isDraining
    default: false
    }
  }
}
