import Admission
import Operations
import QueueContracts
import Testing
import WorkerRuntime
import WorkerTesting

/// Tests how an operator names an application.
@Suite("How an operator names an application")
struct ApplicationNameTests {
  private let store = MemoryStore()

  private func enter(_ records: [ApplicationRecord]) async throws {
    try await store.transaction(inbox: [], ledger: Ledger.Keys()) { _, ledger in
      for record in records { ledger.enter(record) }
    }
  }

  @Test("An operator names an application by its number or id, and an unknown number is refused")
  func numberOrId() async throws {
    let first = StoreSample.application(1)
    try await enter([first, StoreSample.application(2)])
    #expect(try await ApplicationName(first.number.text).id(in: store) == first.id)
    #expect(try await ApplicationName(StoreSample.id(9).description).id(in: store) == StoreSample.id(9))
    #expect(throws: OperationFailure.self) { try ApplicationName("an application") }
    await #expect(throws: OperationFailure.self) { try await ApplicationName("B9").id(in: store) }
  }
}
