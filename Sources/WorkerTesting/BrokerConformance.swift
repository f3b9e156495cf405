public import QueueContracts
public import WorkerRuntime

/// A broker on which a topology can be made and taken away.
public protocol BrokerUnderTest: Sendable {
  associatedtype Tested: Broker
  var broker: Tested { get }
  /// Whether a requeue adds to the delivery count, as it does until RabbitMQ 4.2.
  var countsRequeues: Bool { get }
  func apply(_ topology: Topology) async throws(BrokerError)
  func remove(_ topology: Topology) async throws(BrokerError)
}

extension MemoryBroker: BrokerUnderTest {
  public nonisolated var broker: MemoryBroker { self }
  public nonisolated var countsRequeues: Bool { true }
}

/// What every implementation of the broker's port promises, one promise each.
public struct BrokerConformance: Sendable, CustomStringConvertible {
  /// A sentence without its subject, for example "keeps the order".
  public let description: String
  private let check: @Sendable (Stage) async throws -> Void

  public static let promises = consuming + bodies + publishing

  init(_ description: String, _ check: @escaping @Sendable (Stage) async throws -> Void) {
    self.description = description
    self.check = check
  }

  /// - Throws: ``Breach`` when the promise is broken.
  public func run(on tested: some BrokerUnderTest) async throws {
    let stage = Stage(broker: tested.broker, countsRequeues: tested.countsRequeues) { topology in
      try await tested.remove(topology)
    }
    try await tested.apply(stage.topology)
    do {
      try await check(stage)
    } catch {
      try? await stage.remove()
      throw error
    }
    try await stage.remove()
  }

  /// A broken promise.
  public struct Breach: Error, CustomStringConvertible {
    public let description: String
  }
}
