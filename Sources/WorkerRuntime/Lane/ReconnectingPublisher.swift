/// A lane's publisher, opened anew once a connection has failed, so that the lane can keep its consumer meanwhile.
actor ReconnectingPublisher: Publisher {
  private let broker: any Broker
  private let whenBlocked: @Sendable (String?) -> Void
  private var current: (any Publisher)?

  init(_ broker: any Broker, whenBlocked: @escaping @Sendable (String?) -> Void) {
    (self.broker, self.whenBlocked) = (broker, whenBlocked)
  }

  /// Connects, where it is not.
  @discardableResult
  func open() async throws(BrokerError) -> any Publisher {
    if let current { return current }
    let publisher = try await broker.publisher(whenBlocked: whenBlocked)
    current = publisher
    return publisher
  }

  func publishEach(_ publications: [Publication]) async -> [BrokerError?] {
    guard !publications.isEmpty else { return [] }
    let publisher: any Publisher
    do throws(BrokerError) {
      publisher = try await open()
    } catch {
      return publications.map { _ in error }
    }
    let results = await publisher.publishEach(publications)
    if results.contains(where: { $0?.costsConnection ?? false }) { await close() }
    return results
  }

  func close() async {
    await current?.close()
    current = nil
  }
}

extension BrokerError {
  /// True unless the broker only refused, returned or cannot be sent this one publication.
  fileprivate var costsConnection: Bool { ![.unsendable, .unroutable, .refused].contains(code) }
}
