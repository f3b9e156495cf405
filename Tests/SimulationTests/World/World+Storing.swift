import QueueContracts

@testable import WorkerRuntime

extension World {
  mutating func begin(_ messages: [MessageID], _ applications: [ApplicationID], _ lane: Int) -> Reply {
    guard !isStoreDown else { return .storeFailure(.unavailable("simulated")) }
    let worker = worker(of: lane)
    tables[worker].openFor = lane
    let (inbox, ledger) = tables[worker].rows(messages: messages, applications: applications)
    return .rows(inbox, ledger)
  }

  /// All of it or nothing; and where it is all, the answer may still be lost.
  mutating func commit(_ rows: InboxRows, _ effects: [Effect], _ lane: Int) -> Reply {
    let worker = worker(of: lane)
    if effects.contains(where: { $0.parcel.trouble(at: workers[worker].name) == .deadly }) {
      carryOut(.kill(process: process(of: lane)))
      return dead(.commit(rows, effects))
    }
    tables[worker].openFor = nil
    guard !isStoreDown else { return .storeFailure(.unavailable("simulated, at the commit")) }
    if let refusal = WorkerTables.refusal(of: effects, by: workers[worker].name) {
      return .storeFailure(.rejected(refusal))
    }
    if mutation == .refusesAnyBatch, random.chance(perMille: 50) { return .storeFailure(.rejected("anything")) }
    tables[worker].write(rows, effects, mutation: mutation)
    if mutation != .losesCommits { log(.committed(lane: lane, rows, effects)) }
    if random.chance(perMille: rates.storeOutage) {
      return .storeFailure(.unavailable("simulated, after the commit"))
    }
    return .done
  }

  mutating func noteBeginning(_ message: String, _ lane: Int) -> Reply {
    guard !isStoreDown else { return .storeFailure(.unavailable("simulated")) }
    lanes[lane].hasSuspect = true
    let worker = worker(of: lane)
    let before = tables[worker].beginnings[message, default: 0]
    tables[worker].beginnings[message] = before + 1
    log(.begun(lane: lane, message: message))
    return .noted(before: before)
  }

  mutating func noteEnd(_ message: String, _ lane: Int) -> Reply {
    guard !isStoreDown else { return .storeFailure(.unavailable("simulated")) }
    lanes[lane].hasSuspect = false
    tables[worker(of: lane)].beginnings[message] = nil
    log(.overcome(lane: lane, message: message))
    return .done
  }
}
