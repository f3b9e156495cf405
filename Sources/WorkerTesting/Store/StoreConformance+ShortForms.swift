public import Admission
import QueueContracts
public import WorkerRuntime

extension ExaminedStore {
  /// Runs a transaction of one worker.
  @discardableResult
  public func change<Result: Sendable>(
    by worker: String = "intake", messages: [MessageID] = [], _ keys: Ledger.Keys = Ledger.Keys(),
    _ body: @Sendable (inout Inbox, inout Ledger) -> Result
  ) async throws(StoreError) -> Result {
    try await transaction(inbox: messages.map { InboxKey(worker, $0) }, ledger: keys, body)
  }

  func enter(_ numbers: ClosedRange<Int>) async throws(StoreError) {
    try await change { _, ledger in for number in numbers { ledger.enter(StoreSample.application(number)) } }
  }
}

extension Inbox {
  /// The record of a message in intake's inbox; nil if there is none.
  package subscript(id: MessageID) -> Entry? { self[InboxKey("intake", id)] }

  /// Adds the record of a message to intake's inbox.
  package mutating func record(_ entry: Entry, for id: MessageID) { record(entry, for: InboxKey("intake", id)) }
}

extension StoreConformance.Stores {
  /// Runs one task for each number, all at the same time; the stores take turns in serving the tasks.
  func eachAtOnce<Value: Sendable>(
    _ numbers: ClosedRange<Int>, _ work: @escaping @Sendable (Int, any ExaminedStore) async throws -> Value
  ) async throws -> [Value] {
    try await withThrowingTaskGroup(of: Value.self) { group in
      for number in numbers { group.addTask { try await work(number, self[number]) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }
}

extension Ledger {
  /// Gives the slip to this application; returns false if another application has it.
  mutating func takeSlip(_ key: SlipKey, for id: ApplicationID) -> Bool {
    guard slipIsFree(key, for: id) else { return false }
    giveSlip(key, to: id)
    return true
  }
}
