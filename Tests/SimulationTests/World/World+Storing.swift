import QueueContracts

@testable import WorkerRuntime

extension World {
  mutating func begin(_ keys: [InboxKey], _ applications: [ApplicationID], _ lane: Int) -> Reply {
    guard !isStoreDown else { return .storeFailure(.unavailable("simulated")) }
    let worker = worker(of: lane)
    tables[worker].openFor = lane
    let (inbox, ledger) = tables[worker].rows(
      inbox: keys, applications: applications, mutation: mutation)
    return .rows(inbox, ledger)
  }

  /// Writes the whole transaction or nothing; the reply may be a failure although the transaction was written.
  mutating func commit(_ rows: InboxRows, _ effects: [Effect], _ lane: Int) -> Reply {
    let worker = worker(of: lane)
    if effects.contains(where: { $0.content.trouble(at: workers[worker].name) == .deadly }) {
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
    if mutation != .losesCommits { log(.committed(lane: lane, rows, effects, at: now)) }
    if random.chance(perMille: rates.storeOutage) {
      return .storeFailure(.unavailable("simulated, after the commit"))
    }
    return .done
  }

  mutating func noteBeginning(_ messages: [String], alone: Bool, _ lane: Int) -> Reply {
    guard !isStoreDown else { return .storeFailure(.unavailable("simulated")) }
    lanes[lane].hasSuspect = alone
    let own = incarnation(of: process(of: lane))
    let worker = worker(of: lane)
    var crashes: [String: Crashes] = [:]
    for message in messages {
      var notes = tables[worker].notes[message, default: [:]]
      for (process, wasAlone) in notes where deadProcesses.contains(process) {
        let isBlamed = wasAlone || mutation == .blamesTogether
        crashes[message, default: Crashes()].alone += isBlamed ? 1 : 0
        crashes[message, default: Crashes()].together += isBlamed ? 0 : 1
      }
      notes[own] = alone
      tables[worker].notes[message] = notes
      log(.begun(lane: lane, message: message, by: own, alone: alone))
    }
    return .noted(crashes)
  }

  mutating func noteEnd(_ messages: [String], settled: Bool, _ lane: Int) -> Reply {
    // This lane handles no suspect any more, so the other lanes may go on, even if the store fails to delete the note.
    lanes[lane].hasSuspect = false
    guard !isStoreDown else { return .storeFailure(.unavailable("simulated")) }
    let own = incarnation(of: process(of: lane))
    for message in messages {
      tables[worker(of: lane)].notes[message]?[own] = nil
      if settled { tables[worker(of: lane)].notes[message] = nil }
      log(.overcome(lane: lane, message: message, by: own, settled: settled))
    }
    return .done
  }
}
