import QueueContracts
import Synchronization

/// Finds the poison message that kills the process, and blames no other message for the crash.
///
/// After a crash every delivery that was in hand comes again with a delivery count, so the count alone would blame
/// innocent messages. All these deliveries are suspects. They are first handled together, and the crash log notes each
/// of them. If the process dies again, the suspects in its notes are handled one by one, with nothing else in hand. If
/// a process dies while it handles one message alone, its note names the poison message.
struct PoisonGuard: Sendable {
  let worker: String
  let log: any CrashLog
  /// A message is parked when processes have died this many times while they handled it alone.
  let crashLimit: Int
  /// The lock between the lanes of the process.
  let gate: HandlingGate
  let observer: LaneObserver

  /// Waits until no lane handles a suspect alone, and then runs `work`, which handles ordinary deliveries.
  func besideOthers<Value>(_ work: () async throws -> Value) async throws -> Value {
    try await passing(alone: false, work)
  }

  /// Runs `advance` on deliveries; suspects are noted in the crash log, and handled alone if a dead process noted them.
  func guarding<W: Worker>(
    _ hand: InHand<W>, _ suspicion: Suspicion, _ advance: (InHand<W>) async throws -> InHand<W>
  ) async throws -> InHand<W> {
    switch suspicion {
    case .none: return try await passing(alone: false) { try await advance(hand) }
    case .suspects:
      // A `StoreError` here comes from the crash log, before any delivery was handled.
      do { return try await isolating(hand, advance) } catch let error as StoreError { return hand.stopped(by: error) }
    }
  }

  private func isolating<W: Worker>(
    _ hand: InHand<W>, _ advance: (InHand<W>) async throws -> InHand<W>
  ) async throws -> InHand<W> {
    let names = hand.deliveries.map(\.message.crashLogName)
    let crashes = try await log.noteBeginning(of: names, worker: worker, alone: false)
    try await log.noteEnd(of: crashes.keys.sorted(), worker: worker, settled: false)

    var left = InHand<W>()
    let unaccused = hand.filter { crashes[$0.message.crashLogName] == nil }
    if !unaccused.isEmpty {
      left.add(try await passing(alone: false) { try await noting(unaccused, advance) })
    }
    // A message with few crashes goes first, so the poison message delays as few others as possible.
    for (name, _) in crashes.sorted(by: { ($0.value.alone, $0.key) < ($1.value.alone, $1.key) }) {
      let accused = hand.filter { $0.message.crashLogName == name }
      // If each of hundreds of messages met the outage alone, the broker would take back the deliveries meanwhile.
      guard left.down == nil else {
        left.add(accused)
        continue
      }
      try Task.checkCancellation()
      do {
        left.add(try await passing(alone: true) { try await alone(accused, name, advance) })
      } catch let error as StoreError {
        left.add(accused.stopped(by: error))
      }
    }
    return left
  }

  private func alone<W: Worker>(
    _ accused: InHand<W>, _ name: String, _ advance: (InHand<W>) async throws -> InHand<W>
  ) async throws -> InHand<W> {
    let crashes = try await log.noteBeginning(of: [name], worker: worker, alone: true)[name]?.alone ?? 0
    return try await noting(crashes >= crashLimit ? accused.parkedAsPoison : accused, advance)
  }

  /// Runs `advance` and then deletes the notes of all deliveries, settled or not.
  ///
  /// During an outage `advance` returns with deliveries that are still in hand. Their notes are deleted, too, so that
  /// these deliveries are not blamed if the process is killed before the outage ends.
  private func noting<W: Worker>(
    _ hand: InHand<W>, _ advance: (InHand<W>) async throws -> InHand<W>
  ) async throws -> InHand<W> {
    let names = Set(hand.deliveries.map(\.message.crashLogName))
    do {
      let left = try await advance(hand)
      let open = Set(left.deliveries.map(\.message.crashLogName))
      await forget(names.subtracting(open), settled: true)
      await forget(open, settled: false)
      return left
    } catch {
      // An error is not a crash: the lane lost its broker or was told to stop.
      await forget(names, settled: false)
      throw error
    }
  }

  /// Deletes notes, or leaves them if the store fails.
  ///
  /// One try is enough: a note that is left over does harm only if this process dies later.
  private func forget(_ names: Set<String>, settled: Bool) async {
    guard !names.isEmpty else { return }
    do {
      try await log.noteEnd(of: names.sorted(), worker: worker, settled: settled)
    } catch {
      observer.notNoted(error)
    }
  }

  private func passing<Value>(alone: Bool, _ work: () async throws -> Value) async throws -> Value {
    try await gate.passing(alone: alone, whenWaiting: observer.waitsAtGate, work)
  }
}

extension InHand {
  fileprivate func stopped(by error: StoreError) -> InHand {
    var hand = self
    hand.down = EnvironmentDown("store", detail: "\(error)")
    return hand
  }

  /// These deliveries, each with an outcome that parks the message without decoding it.
  ///
  /// A delivery that is committed stays as it is, because some of its publications may be confirmed already.
  fileprivate var parkedAsPoison: InHand {
    let outcome = Outcome.park(.deliveryPoison, detail: "the worker died each time it handled this message")
    let uncommitted = taken + decoded.map(\.delivery) + judged.map(\.delivery)
    let poison = uncommitted.map {
      Decoded<W.Message>(delivery: $0, id: $0.message.messageId, content: .unreadable(outcome))
    }
    return InHand(decoded: poison, committed: committed, planned: planned)
  }
}
