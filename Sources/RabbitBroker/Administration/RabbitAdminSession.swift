import QueueContracts
import WorkerRuntime

/// One connection of ``RabbitAdmin``, on a thread of its own.
actor RabbitAdminSession: ThreadActor {
  private let thread: ConnectionThread
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }
  private var connection: RabbitConnection?

  private let configuration: RabbitConfiguration

  init(_ configuration: RabbitConfiguration) throws(BrokerError) {
    self.configuration = configuration
    thread = try ConnectionThread(stuckAfterSeconds: configuration.stuckTimeoutSeconds)
    thread.attach(self)
  }

  deinit { thread.stop() }

  func open(bodies: BodyLimits) throws(BrokerError) {
    connection = try .open(configuration, purpose: "admin", on: thread, bodies: bodies)
  }

  func close() {
    connection?.closeGracefully()
    connection = nil
  }

  func apply(_ topology: Topology) throws(BrokerError) -> [TopologyDifference] {
    var withoutLimit: [TopologyDifference] = []
    for exchange in topology.exchanges {
      try attempt { connection throws(CallFailure) in try connection.declare(exchange) }
    }
    for queue in topology.queues {
      if let difference = try declare(queue) { withoutLimit.append(difference) }
    }
    for binding in topology.bindings {
      try attempt { connection throws(CallFailure) in try connection.bind(binding) }
    }
    return withoutLimit
  }

  func unbind(_ bindings: [BindingDefinition]) throws(BrokerError) {
    for binding in bindings {
      try attempt { connection throws(CallFailure) in try connection.unbind(binding) }
    }
  }

  /// Declares a queue; a missing delivery limit is no error.
  ///
  /// - Returns: the difference if only the delivery limit is missing; nil if nothing differs.
  private func declare(_ queue: QueueDefinition) throws(BrokerError) -> TopologyDifference? {
    try attempt { connection throws(CallFailure) in
      do throws(CallFailure) {
        try connection.declare(queue)
        return nil
      } catch {
        guard case .refused(_, let close?) = error, let mismatch = TopologyMismatch(replyText: close.text),
          mismatch.isMissingLimit
        else { throw error }
        try connection.openChannel()
        // The broker names only one differing argument. So the queue is declared again without the delivery limit;
        // this fails if another argument differs as well.
        let rest = queue.arguments.filter { $0.key != QueueDefinition.deliveryLimit }
        try connection.declare(QueueDefinition(name: queue.name, arguments: rest))
        return TopologyDifference(mismatch, isHarmless: !connection.dropsWithoutLimit)
      }
    }
  }

  func differences(from topology: Topology) throws(BrokerError) -> [TopologyDifference] {
    var found: [TopologyDifference] = []
    for exchange in topology.exchanges {
      found += try difference("exchange", exchange.name, isThere: try exists(exchange.name)) {
        connection throws(CallFailure) in try connection.declare(exchange)
      }
    }
    for queue in topology.queues {
      found += try difference("queue", queue.name, isThere: try counts(of: queue.name) != nil) {
        connection throws(CallFailure) in try connection.declare(queue)
      }
    }
    return found
  }

  /// Compares an exchange or queue with the topology by declaring it again, which changes nothing.
  ///
  /// A missing exchange or queue is reported and not declared.
  private func difference(
    _ kind: String, _ name: String, isThere: Bool, _ declare: (RabbitConnection) throws(CallFailure) -> Void
  ) throws(BrokerError) -> [TopologyDifference] {
    guard isThere else { return [TopologyDifference(kind: kind, name: name)] }
    return try attempt { connection throws(CallFailure) in
      do throws(CallFailure) {
        try declare(connection)
        return []
      } catch {
        guard case .refused(_, let close?) = error, let mismatch = TopologyMismatch(replyText: close.text) else {
          throw error
        }
        try connection.openChannel()
        return [TopologyDifference(mismatch, isHarmless: mismatch.isMissingLimit && !connection.dropsWithoutLimit)]
      }
    }
  }

  private func exists(_ exchange: String) throws(BrokerError) -> Bool {
    try attempt { connection throws(CallFailure) in
      do throws(CallFailure) {
        try connection.lookAtExchange(exchange)
        return true
      } catch {
        guard case .refused(_, let close?) = error, close.code == 404 else { throw error }
        try connection.openChannel()
        return false
      }
    }
  }

  func remove(_ topology: Topology) throws(BrokerError) {
    for queue in topology.queues { try deleteQueue(queue.name) }
    for exchange in topology.exchanges {
      try attempt { connection throws(CallFailure) in try connection.deleteExchange(exchange.name) }
    }
  }

  func counts(of queue: String) throws(BrokerError) -> QueueCounts? {
    try attempt { connection throws(CallFailure) in
      do throws(CallFailure) {
        return try connection.counts(of: queue)
      } catch {
        guard case .refused(_, let close?) = error, close.code == 404 else { throw error }
        try connection.openChannel()
        return nil
      }
    }
  }

  /// The state of one queue.
  ///
  /// If the user has no right to the queue, RabbitMQ 4.3 does not tell the number of messages; then `messages` is nil.
  func state(of queue: String) throws(BrokerError) -> QueueState {
    do throws(BrokerError) {
      return try counts(of: queue).map { .declared(messages: $0.messages) } ?? .missing
    } catch {
      guard error.code == .accessRefused, connection != nil else { throw error }
      return .declared(messages: nil)
    }
  }

  func purge(_ queue: String) throws(BrokerError) -> Int {
    try attempt { connection throws(CallFailure) in try connection.purge(queue) }
  }

  func deleteQueue(_ queue: String) throws(BrokerError) {
    try attempt { connection throws(CallFailure) in try connection.deleteQueue(queue) }
  }

  func look(
    into queue: String, within limits: LookLimits, choosing isChosen: (Delivery) -> Bool
  ) throws(BrokerError) -> QueueLook {
    let dropsSoon = try dropsBrowsedMessages(queue)
    return try attempt { connection throws(CallFailure) in
      var look = QueueLook()
      var last: DeliveryTag?
      while look.lookedAt < limits.messages, !look.isCut(by: limits), let delivery = try connection.get(from: queue) {
        last = delivery.tag
        // The error ends the connection, so the broker puts all browsed messages back into the queue.
        if dropsSoon, delivery.deliveryCount >= Self.lookLimit { throw .refused(Self.lookedAtTooOften(queue), nil) }
        let isWanted = isChosen(delivery)
        look.add(delivery, isChosen: isWanted)
        if !isWanted { connection.settled([delivery.tag]) }
      }
      if let last {
        do throws(BrokerError) {
          try connection.sendNack(.init(tag: last.number, multiple: true), requeue: true)
          try connection.flushWrites()
        } catch {
          throw .connectionLost(error)
        }
      }
      return look
    }
  }

  /// The number of deliveries of one message at which browsing stops: half of the number that RabbitMQ 4 allows.
  private static let lookLimit = 10

  private static func lookedAtTooOften(_ queue: String) -> BrokerError {
    BrokerError(
      .topologyMismatch,
      """
      The queue '\(queue)' has no delivery limit of its own and is not looked at: a message in it was given out in vain \
      \(lookLimit) times, and after 20 RabbitMQ drops it. \(TopologyMismatch.limitMigration)
      """)
  }

  /// True if the broker drops messages that were looked at 20 times, because the queue has no delivery limit.
  private func dropsBrowsedMessages(_ queue: String) throws(BrokerError) -> Bool {
    guard connection?.dropsWithoutLimit == true, try counts(of: queue) != nil else { return false }
    return try attempt { connection throws(CallFailure) in
      do throws(CallFailure) {
        try connection.declare(.kept(queue))
        return false
      } catch {
        guard case .refused(_, let close?) = error else { throw error }
        try connection.openChannel()
        // If the user lacks the right to declare, the refusal does not tell whether the queue has a limit. The limit
        // then counts as missing.
        return TopologyMismatch(replyText: close.text)?.isMissingLimit ?? true
      }
    }
  }

  // MARK: -

  private func attempt<Value>(
    _ work: (RabbitConnection) throws(CallFailure) -> Value
  ) throws(BrokerError) -> Value {
    guard let connection else { throw BrokerError(.closed, "The connection is closed.") }
    do throws(CallFailure) {
      return try work(connection)
    } catch {
      guard case .refused(_, let close?) = error else {
        self.connection = nil
        throw error.error
      }
      try? connection.openChannel()
      throw TopologyMismatch(replyText: close.text)?.error ?? error.error
    }
  }

  func pump(isReadable: Bool) -> PollInterest {
    guard let connection else { return .nothing }
    do throws(BrokerError) {
      try connection.receive(isReadable: isReadable) { _ in }
      return PollInterest(
        descriptor: connection.descriptor, timeout: connection.mayHoldFrames ? .zero : connection.longestSleep)
    } catch {
      self.connection = nil
      return .nothing
    }
  }
}
