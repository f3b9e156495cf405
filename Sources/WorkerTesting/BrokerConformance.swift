public import QueueContracts
public import WorkerRuntime

/// A broker on which a topology can be made and taken away.
public protocol BrokerUnderTest: Sendable {
  associatedtype Tested: Broker
  var broker: Tested { get }
  func apply(_ topology: Topology) async throws(BrokerError)
  func remove(_ topology: Topology) async throws(BrokerError)
}

extension MemoryBroker: BrokerUnderTest {
  public nonisolated var broker: MemoryBroker { self }
}

/// What every implementation of the broker's port promises, one promise each.
public enum BrokerConformance: String, CaseIterable, Sendable {
  case boundsWhatIsInHandByPrefetch
  case keepsTheOrder
  case countsRedeliveries
  case requeuesToTheFront
  case acknowledgesInAnyOrder
  case returnsWhatIsNotSettled
  case namesWhatIsUnroutable
  case findsMissingExchanges
  case usesAlternateExchanges
  case routesByPattern
  case confirmsAThousand
  case confirmsConcurrentBatches
  case carriesHeadersAndProperties
  case carriesBodiesOfAnySize
  case drainsAfterCancel
  case endsWaitingOnTaskCancellation
  case saysThatItIsClosed
  case refusesAMissingQueue
  case losesTheConsumerOfADeletedQueue

  /// - Throws: ``Breach`` when the promise is broken.
  public func run(on tested: some BrokerUnderTest) async throws {
    let stage = Stage(broker: tested.broker)
    try await tested.apply(stage.topology)
    do {
      try await run(stage, tested)
    } catch {
      try? await tested.remove(stage.topology)
      throw error
    }
    try await tested.remove(stage.topology)
  }

  private func run(_ stage: Stage, _ tested: some BrokerUnderTest) async throws {
    switch self {
    case .boundsWhatIsInHandByPrefetch: try await stage.boundsWhatIsInHandByPrefetch()
    case .keepsTheOrder: try await stage.keepsTheOrder()
    case .countsRedeliveries: try await stage.countsRedeliveries()
    case .requeuesToTheFront: try await stage.requeuesToTheFront()
    case .acknowledgesInAnyOrder: try await stage.acknowledgesInAnyOrder()
    case .returnsWhatIsNotSettled: try await stage.returnsWhatIsNotSettled()
    case .namesWhatIsUnroutable: try await stage.namesWhatIsUnroutable()
    case .findsMissingExchanges: try await stage.findsMissingExchanges()
    case .usesAlternateExchanges: try await stage.usesAlternateExchanges()
    case .routesByPattern: try await stage.routesByPattern()
    case .confirmsAThousand: try await stage.confirmsAThousand()
    case .confirmsConcurrentBatches: try await stage.confirmsConcurrentBatches()
    case .carriesHeadersAndProperties: try await stage.carriesHeadersAndProperties()
    case .carriesBodiesOfAnySize: try await stage.carriesBodiesOfAnySize()
    case .drainsAfterCancel: try await stage.drainsAfterCancel()
    case .endsWaitingOnTaskCancellation: try await stage.endsWaitingOnTaskCancellation()
    case .saysThatItIsClosed: try await stage.saysThatItIsClosed()
    case .refusesAMissingQueue: try await stage.refusesAMissingQueue()
    case .losesTheConsumerOfADeletedQueue:
      try await stage.losesTheConsumer { try await tested.remove(stage.topology) }
    }
  }

  /// A broken promise.
  public struct Breach: Error, CustomStringConvertible {
    public let description: String
  }
}
