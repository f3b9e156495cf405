import Admission
import Dispatch
import Foundation
import Testing
import TestTools
import WorkerRuntime
@testable import WorkerStore
import WorkerTesting

struct OutageTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("A store that another process keeps locked is unavailable, and works again afterwards")
  func locked() async throws {
    let (holder, waiting) = (try await folder.open(), try await folder.open(busySeconds: 0.1))
    let (began, release) = (AsyncStream<Void>.makeStream(), DispatchSemaphore(value: 0))
    async let held: Void = holder.change { _, _ in
      began.continuation.yield()
      release.wait()
    }
    for await _ in began.stream { break }

    let clock = ContinuousClock()
    let waited = await clock.measure {
      #expect(
        await failure { try await waiting.enter(1) }
          == .unavailable(
            "another process has kept the store locked for too long (SQLite 5)"))
    }
    #expect(waited >= .milliseconds(100))
    // A read does not wait for a process that writes.
    #expect(try await waiting.application(StoreSample.id(1)) == nil)

    release.signal()
    try await held
    try await waiting.enter(1)
    #expect(try await holder.application(StoreSample.id(1)) == StoreSample.application(1))
  }

  @Test("Stores that wait for a lock do not keep other tasks from running")
  func lockedPool() async throws {
    let holder = try await folder.open()
    let (began, release) = (AsyncStream<Void>.makeStream(), DispatchSemaphore(value: 0))
    async let held: Void = holder.change { _, _ in
      began.continuation.yield()
      release.wait()
    }
    for await _ in began.stream { break }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...(ProcessInfo.processInfo.activeProcessorCount + 2) {
        let store = try await folder.open(busySeconds: 60)
        group.addTask { try await store.enter(number) }
      }
      // Every store waits now. A task that needs a thread of the cooperative pool must get a thread nevertheless.
      for _ in 1...20 { try await Task.sleep(for: .milliseconds(5)) }
      release.signal()
      try await group.waitForAll()
    }
    try await held
  }

  @Test("A store that writes without a pause does not shut out other processes")
  func fairness() async throws {
    let (busy, other) = (try await folder.open(), try await folder.open(busySeconds: 5))
    let task = Task {
      var number = 1000
      while !Task.isCancelled {
        number += 1
        try await busy.enter(number)
      }
    }
    for number in 1...20 { try await other.enter(number) }
    task.cancel()
    _ = try? await task.value
  }

  @Test("A full disk makes the store unavailable until there is room again, and no stored row is lost")
  func full() async throws {
    let store = try await folder.open()
    try await store.enter(1)
    let pages = try #require(try await store.pragma("page_count").flatMap(Int.init))
    _ = try await store.pragma("max_page_count = \(pages + 2)")

    #expect(await failure { try await store.record(1...200) } == .unavailable("the disk is full (SQLite 13)"))
    let known = try await store.change(messages: [StoreSample.message(1)]) { inbox, _ in inbox[StoreSample.message(1)] }
    #expect(known == nil)
    #expect(try await store.application(StoreSample.id(1)) == StoreSample.application(1))

    _ = try await store.pragma("max_page_count = 1000000")
    try await store.record(1...200)
  }

  @Test("A store whose file was deleted or replaced is unavailable, so no write goes into the lost file")
  func moved() async throws {
    let store = try await folder.open()
    try await store.enter(1)
    let aside = folder.file("aside.sqlite")
    try FileManager.default.moveItem(at: folder.file(), to: aside)
    let gone = StoreError.unavailable("the store's file was deleted or replaced while in use: restart the workers")
    #expect(await failure { try await store.enter(2) } == gone)
    try FileManager.default.copyItem(at: aside, to: folder.file())
    #expect(await failure { try await store.enter(2) } == gone)
    try FileManager.default.removeItem(at: folder.file())
    try FileManager.default.moveItem(at: aside, to: folder.file())
    try await store.enter(2)
  }

  @Test("The transaction of a cancelled task is written completely")
  func cancelled() async throws {
    let store = try await folder.open()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await store.enter(1)
    }
    try await task.value
    #expect(try await store.application(StoreSample.id(1)) != nil)
  }

  private func failure(_ work: () async throws -> Void) async -> StoreError? {
    do { try await work() } catch { return error as? StoreError }
    return nil
  }
}

extension SQLiteStore {
  func enter(_ number: Int) async throws(StoreError) {
    try await change { _, ledger in ledger.enter(StoreSample.application(number)) }
  }

  func record(_ numbers: ClosedRange<Int>) async throws(StoreError) {
    try await change(messages: numbers.map(StoreSample.message)) { inbox, _ in
      for number in numbers { inbox.record(StoreSample.entry(number), for: StoreSample.message(number)) }
    }
  }
}
