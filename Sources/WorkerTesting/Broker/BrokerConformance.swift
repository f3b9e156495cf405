public import QueueContracts
public import WorkerRuntime

/// A broker on which a topology can be declared and removed.
public protocol BrokerUnderTest: Sendable {
  /// The type of the broker.
  associatedtype Tested: Broker
  /// The broker.
  var broker: Tested { get }
  /// True if a requeue adds to the delivery count, as it does up to RabbitMQ 4.2.
  var countsRequeues: Bool { get }
  /// Declares those exchanges, queues and bindings of the topology that are missing.
  func apply(_ topology: Topology) async throws(BrokerError)
  /// Deletes the queues with everything in them, and the exchanges.
  func remove(_ topology: Topology) async throws(BrokerError)
}

extension MemoryBroker: BrokerUnderTest {
  /// The broker itself.
  public nonisolated var broker: MemoryBroker { self }
  /// True: a requeue adds to the delivery count, as up to RabbitMQ 4.2.
  public nonisolated var countsRequeues: Bool { true }
}

/// A promise that every implementation of the broker's port keeps: an argument for a parameterised test.
public struct BrokerConformance: Sendable, CustomStringConvertible {
  /// The promise as a sentence.
  public let description: String
  private let check: @Sendable (Stage) async throws -> Void

  /// All promises.
  public static let promises = consuming + bodies + publishing

  init(_ description: String, _ check: @escaping @Sendable (Stage) async throws -> Void) {
    self.description = description
    self.check = check
  }

  /// Checks the promise on a broker, with new exchanges and queues.
  ///
  /// - Throws: ``Breach`` if the promise is broken.
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
    /// The difference between what was promised and what happened.
    public let description: String
  }
}
