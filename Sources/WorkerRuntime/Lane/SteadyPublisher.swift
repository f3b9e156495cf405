/// A lane's publisher, opened anew once a connection has failed, so that the lane can keep its consumer meanwhile.
actor SteadyPublisher: Publisher {
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

  func publish(_ publications: [Publication]) async throws(BrokerError) {
    guard !publications.isEmpty else { return }
    let publisher = try await open()
    do throws(BrokerError) {
      try await publisher.publish(publications)
    } catch {
      if error.code != .unsendable { await close() }
      throw error
    }
  }

  func close() async {
    await current?.close()
    current = nil
  }
}
