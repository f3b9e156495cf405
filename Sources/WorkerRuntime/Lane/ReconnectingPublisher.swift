/// A lane's publisher, opened anew once a connection has failed, so that the lane can keep its consumer meanwhile.
///
/// The tracks of a lane share it.
actor ReconnectingPublisher: Publisher {
  private struct Opened {
    let number: Int
    let publisher: any Publisher
  }

  private let broker: any Broker
  private let whenBlocked: @Sendable (String?) -> Void
  private var current: Opened?
  private var opening: Task<any Publisher, any Error>?
  private var openings = 0

  init(_ broker: any Broker, whenBlocked: @escaping @Sendable (String?) -> Void) {
    self.broker = broker
    self.whenBlocked = whenBlocked
  }

  /// Connects, where it is not.
  func open() async throws(BrokerError) { _ = try await opened() }

  func publishEach(_ publications: [Publication]) async -> [BrokerError?] {
    guard !publications.isEmpty else { return [] }
    let opened: Opened
    do throws(BrokerError) {
      opened = try await self.opened()
    } catch {
      return publications.map { _ in error }
    }
    let results = await opened.publisher.publishEach(publications)
    if results.contains(where: { $0?.costsConnection ?? false }) { await close(opened) }
    return results
  }

  func close() async {
    if let current { await close(current) }
  }

  /// Whoever comes while it is being opened waits for the same connection.
  private func opened() async throws(BrokerError) -> Opened {
    if let current { return current }
    let task = opening ?? Task { [broker, whenBlocked] in try await broker.publisher(whenBlocked: whenBlocked) }
    opening = task
    let result = await withTaskCancellationHandler {
      await task.result
    } onCancel: {
      task.cancel()
    }
    if opening == task { adopt(result) }
    if let current { return current }
    switch result {
    case .failure(let error as BrokerError): throw error
    case .failure, .success: throw BrokerError(.closed, "The publisher was closed while it was opened.")
    }
  }

  private func adopt(_ result: Result<any Publisher, any Error>) {
    opening = nil
    guard case .success(let publisher) = result else { return }
    openings += 1
    current = Opened(number: openings, publisher: publisher)
  }

  /// Only this one: another track may have opened the next one by now.
  private func close(_ opened: Opened) async {
    if current?.number == opened.number { current = nil }
    await opened.publisher.close()
  }
}

extension BrokerError {
  /// True unless the broker only refused, returned or cannot be sent this one publication.
  fileprivate var costsConnection: Bool { ![.unsendable, .unroutable, .refused].contains(code) }
}
