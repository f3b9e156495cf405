import Admission
import Testing
import TestTools
import WorkerRuntime
import WorkerStore
import WorkerTesting

struct ConformanceTests {
  @Test("A store in memory keeps every promise", arguments: StoreConformance.all)
  func memory(promise: StoreConformance) async throws { try await promise.run(on: MemoryStore()) }

  @Test("A store in SQLite keeps every promise", arguments: StoreConformance.all)
  func sqlite(promise: StoreConformance) async throws {
    let folder = try TemporaryFolder()
    try await promise.run(on: folder.open())
  }

  @Test("Several stores on one SQLite file keep every promise together", arguments: StoreConformance.all)
  func shared(promise: StoreConformance) async throws {
    let folder = try TemporaryFolder()
    try await promise.run(on: folder.open(), folder.open(), folder.open())
  }

  @Test("A store in PostgreSQL keeps every promise", arguments: StoreConformance.all)
  func postgres(promise: StoreConformance) async throws {
    try await promise.run(on: TemporaryDatabase.migrated().open())
  }

  @Test("Several stores on one PostgreSQL database keep every promise together", arguments: StoreConformance.all)
  func sharedDatabase(promise: StoreConformance) async throws {
    let database = try await TemporaryDatabase.migrated()
    try await promise.run(on: database.open(), database.open(), database.open())
  }

  @Test("The store in memory fails as often as a test tells it to, before or after it has written")
  func faults() async throws {
    let store = MemoryStore()
    await store.failNext(.unavailable("first"))
    await store.failNext(.rejected("second"), .afterWriting)
    let enter: (Int) async -> StoreError? = { number in
      do throws(StoreError) {
        try await store.change { _, ledger in ledger.enter(StoreSample.application(number)) }
        return nil
      } catch { return error }
    }
    #expect(await enter(1) == .unavailable("first"))
    #expect(await enter(2) == .rejected("second"))
    #expect(await enter(3) == nil)
    let found = await [1, 2, 3].asyncMap { await store.application(StoreSample.id($0)) != nil }
    #expect(found == [false, true, true])
  }
}

extension Array where Element: Sendable {
  fileprivate func asyncMap<Value>(_ transform: (Element) async -> Value) async -> [Value] {
    var values: [Value] = []
    for element in self { values.append(await transform(element)) }
    return values
  }
}
