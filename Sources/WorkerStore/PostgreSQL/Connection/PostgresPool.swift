import PostgresClient
import Synchronization
import WorkerRuntime

/// The connections of one process: one for each transaction that runs at the same time, up to a limit.
///
/// Further callers wait for a connection in the order of their calls. Cancelling a task does not end this wait, so that
/// a lane that ends can still write its last rows.
final class PostgresPool: Sendable {
  private struct State {
    var idle: [PostgresLink] = []
    /// The number of connections, in use or idle.
    var count = 0
    var waiting: [CheckedContinuation<PostgresLink, Never>] = []
  }

  private let url: PostgresURL
  private let limit: Int
  /// The pool's state, which is behind a lock.
  ///
  /// If the pool were an actor instead, each transaction would wait for two more switches between threads.
  private let state = Mutex(State())

  init(_ url: PostgresURL, limit: Int) {
    self.url = url
    self.limit = limit
  }

  /// Runs `work` on a connection that nobody else uses meanwhile.
  func run<Value: Sendable>(
    _ work: @Sendable (PostgresConnection) throws -> Value
  ) async throws(StoreError) -> Value {
    let link = await take()
    let (result, isConnected) = await link.run(work)
    giveBack(link, isConnected: isConnected)
    return try result.get()
  }

  private func take() async -> PostgresLink {
    if let link = state.withLock({ takeNow(from: &$0) }) { return link }
    return await withCheckedContinuation { continuation in
      let link = state.withLock { state in
        let link = takeNow(from: &state)
        if link == nil { state.waiting.append(continuation) }
        return link
      }
      if let link { continuation.resume(returning: link) }
    }
  }

  private func takeNow(from state: inout State) -> PostgresLink? {
    // The connection that was used last is used next, so that surplus connections stay idle.
    if let link = state.idle.popLast() { return link }
    guard state.count < limit else { return nil }
    state.count += 1
    return PostgresLink(url)
  }

  private func giveBack(_ link: PostgresLink, isConnected: Bool) {
    let next = state.withLock { state -> CheckedContinuation<PostgresLink, Never>? in
      if !isConnected {
        // The server is gone or was restarted. So the idle connections are lost, and each of them would make one more
        // call fail.
        state.count -= state.idle.count
        state.idle = []
      }
      guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
      state.idle.append(link)
      return nil
    }
    next?.resume(returning: link)
  }
}

/// One connection on a thread of its own, reopened by the first call after it was lost.
actor PostgresLink {
  private let executor = QueueExecutor(label: "store")
  private let url: PostgresURL
  private var connection: PostgresConnection?

  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  init(_ url: PostgresURL) { self.url = url }

  /// Runs `work` on the connection.
  ///
  /// - Returns: the result, and whether there is a connection afterwards.
  func run<Value: Sendable>(
    _ work: @Sendable (PostgresConnection) throws -> Value
  ) -> (result: Result<Value, StoreError>, isConnected: Bool) {
    do {
      let connection = try connection ?? PostgresSession.open(url)
      self.connection = connection
      return (.success(try work(connection)), true)
    } catch {
      if connection?.isOpen == false { connection = nil }
      return (.failure(StoreError(error)), connection != nil)
    }
  }
}
