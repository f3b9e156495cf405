import Admission
import Dispatch
import WorkerRuntime
import WorkerStore

/// Keeps a store locked, like a process that was frozen in the middle of a transaction.
struct StoreLock {
  private let end = DispatchSemaphore(value: 0)
  private let transaction: Task<Void, any Error>

  /// Returns once the store is locked.
  init(_ store: any AdmissionStore) async {
    let began = AsyncStream<Void>.makeStream()
    transaction = Task { [end] in
      try await store.transaction(inbox: [], ledger: Ledger.Keys()) { _, _ in
        began.continuation.yield()
        end.wait()
      }
    }
    for await _ in began.stream { break }
  }

  func release() async throws {
    end.signal()
    try await transaction.value
  }
}
