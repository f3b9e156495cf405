import PostgresClient
import WorkerRuntime

/// The connections of one process: as many as transactions run at once, up to a limit; further callers wait in order.
///
/// Waiting cannot be cancelled: what a lane has to write before it ends is written.
actor PostgresPool {
  private let url: PostgresURL
  private let limit: Int
  private var idle: [PostgresLink] = []
  /// Those that are in use and the idle ones.
  private var count = 0
  private var waiting: [CheckedContinuation<PostgresLink, Never>] = []

  init(_ url: PostgresURL, limit: Int) {
    self.url = url
    self.limit = limit
  }

  /// Runs `work` on a connection that nobody else uses meanwhile.
  nonisolated func run<Value: Sendable>(
    _ work: @Sendable (PostgresConnection) throws -> Value
  ) async throws(StoreError) -> Value {
    let link = await take()
    do throws(StoreError) {
      let value = try await link.run(work)
      await giveBack(link)
      return value
    } catch {
      await giveBack(link)
      throw error
    }
  }

  private func take() async -> PostgresLink {
    // The one that was used last: connections that nobody needs stay unused.
    if let link = idle.popLast() { return link }
    guard count == limit else {
      count += 1
      return PostgresLink(url)
    }
    return await withCheckedContinuation { waiting.append($0) }
  }

  private func giveBack(_ link: PostgresLink) async {
    if await !link.isConnected {
      // The server is gone, or was started anew: the idle ones have lost it, too, and would each fail once more.
      count -= idle.count
      idle = []
    }
    if waiting.isEmpty { idle.append(link) } else { waiting.removeFirst().resume(returning: link) }
  }
}

/// One connection on a thread of its own, opened anew by the first call after it was lost.
actor PostgresLink {
  private let executor = QueueExecutor(label: "store")
  private let url: PostgresURL
  private var connection: PostgresConnection?

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  init(_ url: PostgresURL) { self.url = url }

  var isConnected: Bool { connection != nil }

  /// Runs `work` on the connection, and says what failed as a lane understands it.
  func run<Value: Sendable>(_ work: @Sendable (PostgresConnection) throws -> Value) throws(StoreError) -> Value {
    do {
      let connection = try connection ?? PostgresSession.open(url)
      self.connection = connection
      return try work(connection)
    } catch {
      if connection?.isOpen == false { connection = nil }
      throw StoreError(error)
    }
  }
}
