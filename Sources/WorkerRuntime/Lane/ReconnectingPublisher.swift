import WorkerBase

/// A publisher that reconnects after its connection has failed, shared by several callers.
///
/// The callers are the tracks of a lane, whose consumer stays open, or the tasks by which a portal publishes.
package actor ReconnectingPublisher: Publisher {
  private struct Opened {
    let number: Int
    let publisher: any Publisher
  }

  private let broker: any Broker
  private let whenBlocked: @Sendable (String?) -> Void
  private var current: Opened?
  private var opening: Task<Result<Opened, BrokerError>, Never>?
  private var openings = 0
  private var isClosed = false

  package init(_ broker: any Broker, whenBlocked: @escaping @Sendable (String?) -> Void) {
    self.broker = broker
    self.whenBlocked = whenBlocked
  }

  /// Connects if it is not connected.
  func open() async throws(BrokerError) { _ = try await opened() }

  package func publishEach(_ publications: [Publication]) async -> [BrokerError?] {
    guard !publications.isEmpty else { return [] }
    let opened: Opened
    do throws(BrokerError) {
      opened = try await self.opened()
    } catch {
      return publications.map { _ in error }
    }
    let results = await opened.publisher.publishEach(publications)
    // If the caller was cancelled, the connection is not to blame.
    if !Task.isCancelled, results.contains(where: { $0?.costsConnection ?? false }) { await drop(opened) }
    return results
  }

  /// Ends the connection for good.
  package func close() async {
    isClosed = true
    opening?.cancel()
    if let current { await drop(current) }
  }

  /// The open publisher.
  ///
  /// Callers that arrive while a connection is being opened wait for the same connection. If one caller is cancelled,
  /// the others still get the connection.
  private func opened() async throws(BrokerError) -> Opened {
    if let current { return current }
    guard !isClosed else { throw BrokerError(.closed, "The publisher is closed.") }
    let task = opening ?? Task { await openNext() }
    opening = task
    let reply = OneShot<Opened>()
    Task { reply.settle(await task.value.mapError { $0 }) }
    do {
      return try await reply.value()
    } catch let error as BrokerError {
      throw error
    } catch {
      throw BrokerError(.closed, "The task that waited for the connection was cancelled.")
    }
  }

  private func openNext() async -> Result<Opened, BrokerError> {
    defer { opening = nil }
    do throws(BrokerError) {
      let publisher = try await broker.publisher(whenBlocked: whenBlocked)
      guard !isClosed else {
        await publisher.close()
        throw BrokerError(.closed, "The publisher is closed.")
      }
      openings += 1
      let opened = Opened(number: openings, publisher: publisher)
      current = opened
      return .success(opened)
    } catch {
      return .failure(error)
    }
  }

  /// Closes this connection only, because another caller may have opened the next one by now.
  private func drop(_ opened: Opened) async {
    if current?.number == opened.number { current = nil }
    await opened.publisher.close()
  }
}

extension BrokerError {
  /// True if the connection is lost; false if the failure concerns this one publication.
  fileprivate var costsConnection: Bool { ![.unsendable, .unroutable, .refused].contains(code) }
}
