import Logging
import QueueContracts

@testable import IntakeWorker
@testable import WorkerRuntime

/// Runs real lanes and real watches over deadlines in a simulated world.
///
/// The simulation makes one possible move after another, picked by the seed, until nothing is left to do.
struct Simulation {
  /// The number of steps with faults; the calm steps after them finish everything that is left.
  static let stormySteps = 300
  static let calmSteps = 5000

  private var world: World
  private var waiting: [Int: CheckedContinuation<Reply, Never>] = [:]
  private var watches: [Int: Task<Void, Never>] = [:]
  private var laneEvents: AsyncStream<LaneEvent>.Iterator
  private let events: AsyncStream<LaneEvent>.Continuation

  init(seed: UInt64, mutation: Mutation? = nil, deadlyCount: Int? = nil) {
    world = World(seed: seed, mutation: mutation, deadlyCount: deadlyCount)
    let stream = AsyncStream.makeStream(of: LaneEvent.self)
    (laneEvents, events) = (stream.stream.makeAsyncIterator(), stream.continuation)
  }

  /// Runs the world and returns its trace, and whether everything came to an end.
  mutating func run() async -> (trace: [TraceEvent], isFinished: Bool) {
    for _ in 0..<Self.stormySteps where !world.isQuiet { await step() }
    world.calm()
    var steps = 0
    while !world.isQuiet, steps < Self.calmSteps {
      await step()
      steps += 1
    }
    let isFinished = world.isQuiet
    await endLanes(drained: isFinished)
    return (world.trace, isFinished)
  }

  private mutating func step() async {
    world.surroundings.advance(milliseconds: Int64(world.random.below(50)))
    world.moveExpired()
    if let fault = world.fault() { world.carryOut(fault) }
    let moves = world.moves()
    // If no move is possible now, the world lets time pass.
    await make(moves.isEmpty ? .wait : world.random.pick(moves))
  }

  private mutating func make(_ move: Move) async {
    switch move {
    case .start(let slot):
      start(in: slot)
      await awaitLaneEvent()
    case .answer(let lane):
      let reply = world.answer(lane)
      if world.lanes[lane].isKilled || world.lanes[lane].isDraining { watches[lane]?.cancel() }
      waiting.removeValue(forKey: lane)?.resume(returning: reply)
      await awaitLaneEvent()
    default:
      world.carryOut(move)
    }
  }

  /// Waits until the lane that moves makes a call or ends.
  private mutating func awaitLaneEvent() async {
    switch await laneEvents.next() {
    case .called(let lane, let call, let continuation):
      world.lanes[lane].pending = call
      if case .rest(let seconds) = call { world.lanes[lane].wakesAt = world.now.adding(seconds: Int64(seconds)) }
      waiting[lane] = continuation
    case .ended(let lane, let failure):
      watches[lane] = nil
      world.close(lane, failure: failure)
    case nil:
      preconditionFailure("the world holds the other end")
    }
  }

  private mutating func start(in slot: Int) {
    let number = world.lanes.count
    let isWatch = world.slots[slot].isWatch
    let process = world.incarnation(of: world.slots[slot].process)
    world.lanes.append(SimulatedLane(number: number, slot: slot, isWatch: isWatch))
    world.slots[slot].lane = number

    let line = Line(lane: number, events: events, mutation: world.mutation)
    if isWatch {
      world.log(.watches(watch: number, process: process))
      startWatch(line, in: slot)
    } else {
      world.log(.started(lane: number, worker: world.slots[slot].worker, process: process))
      startLane(line, in: slot)
    }
  }

  private mutating func startWatch(_ line: Line, in slot: Int) {
    let (surroundings, ahead) = (world.surroundings, world.slots[slot].clockMilliseconds)
    let watch = DeadlineWatch(
      store: SimulatedDeadlines(line: line), broker: SimulatedConnections(line: line), seconds: World.lookSeconds,
      repeatSeconds: World.repeatSeconds, isReady: { !surroundings.areDocumentsDown },
      now: { surroundings.now.adding(milliseconds: ahead) }, logger: Self.logger,
      sleep: { seconds in
        _ = await line.ask(.rest(seconds: seconds))
        try Task.checkCancellation()
      })
    watches[line.lane] = Task {
      // `run()` handles every error itself; it is `throws` only because `Service` asks for it.
      try? await watch.run()
      line.events.yield(.ended(lane: line.lane, failure: nil))
    }
  }

  private func startLane(_ line: Line, in slot: Int) {
    let (number, worker) = (line.lane, world.slots[slot].worker)
    let (store, settings) = (SimulatedStore(line: line), settings(line))
    let observer = LaneObserver(lane: number, health: Health(), logger: Self.logger)
    // Each lane has a gate of its own, and the world itself keeps other lanes still while a suspect is handled alone. A
    // lane that waited at a shared gate would make no call, and the world would wait for its call for ever.
    let lane = Lane(
      worker: world.workers[worker], store: store, consumer: SimulatedConsumer(line: line),
      publisher: SimulatedPublisher(line: line), settings: settings, observer: observer, gate: HandlingGate(),
      isProbe: world.slots[slot].isProbe)
    Task {
      do {
        try await lane.run()
        line.events.yield(.ended(lane: number, failure: nil))
      } catch {
        line.events.yield(.ended(lane: number, failure: "\(error)"))
      }
    }
  }

  private func settings(_ line: Line) -> LaneSettings {
    let surroundings = world.surroundings
    return LaneSettings(
      batchLimit: 8, judgingWidth: 3, retries: World.ladder, crashLimit: World.crashLimit,
      holdSeconds: World.holdSeconds, renewAfterDeliveries: 5, now: { surroundings.now }, clock: { surroundings.clock },
      sleep: { _ in
        // The world answers with a failure if the process is killed; then the lane waits no longer.
        if case .brokerFailure(let error) = await line.ask(.sleep) { throw error }
      })
  }

  private static let logger = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }

  /// Ends every lane that is left, so that none outlives the world.
  private mutating func endLanes(drained: Bool) async {
    for lane in world.slots.compactMap(\.lane) {
      if drained {
        world.lanes[lane].consuming = .cancelled
        world.lanes[lane].isDraining = world.lanes[lane].isWatch
      } else {
        world.kill(lane)
      }
      while !world.lanes[lane].hasEnded { await make(.answer(lane: lane)) }
    }
  }
}
