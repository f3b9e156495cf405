import QueueContracts

/// The one place that says what a delivery is replaced by: its outputs, a copy in a retry queue, or a parked copy.
///
/// Pure: ``Dispatch`` publishes it, and the lane acknowledges after the confirms.
struct Settlement<W: Worker, S: Store<W.Ledger, W.Keys>>: Sendable {
  typealias Item = Recording<W, S>.Item

  let worker: String
  let queue: String
  let retries: RetryLadder

  func step(_ item: Item, at now: Timestamp) -> SettlementPlan.Step {
    switch item.resolution {
    case .record(let outputs):
      step(item, publications(outputs, of: item), item.isNew ? .completed : .repeated)
    case .defer(let deferral):
      deferred(item, item.delivery.message.copied, deferral, at: now)
    }
  }

  /// For what the broker cannot be sent, ever: a copy without what only the sender knows, since nothing else has to fit.
  func reduced(_ item: Item, because detail: String, at now: Timestamp) -> SettlementPlan.Step {
    let message = item.delivery.message.reduced
    switch item.resolution {
    case .record:
      return parked(item, message, .attemptsSpent, "what follows from it cannot be sent: \(detail)", at: now)
    case .defer(let deferral): return deferred(item, message, deferral, at: now)
    }
  }

  private func step(
    _ item: Item, _ publications: [Publication], _ ending: SettlementPlan.Ending, _ event: DeliveryEvent? = nil
  ) -> SettlementPlan.Step {
    SettlementPlan.Step(
      tag: item.delivery.tag, messageId: item.id, publications: publications, ending: ending, event: event)
  }

  private func event(
    _ item: Item, _ kind: DeliveryEvent.Kind, _ reason: String, _ detail: String = "", at now: Timestamp,
    returnsAt: Timestamp? = nil
  ) -> DeliveryEvent? {
    guard let id = item.id, let application = item.delivery.message.correlationId.flatMap({ ApplicationID($0) }) else {
      return nil
    }
    return DeliveryEvent(
      kind, message: id, application: application, worker: worker, reason: reason, detail: detail, time: now,
      returnsAt: returnsAt)
  }

  /// Ids are derived from the input's, so that handling it twice names the same messages.
  private func publications(_ outputs: [Output], of item: Item) -> [Publication] {
    guard let id = item.id else { return [] }
    let headers = item.delivery.message.trace
    var numbers: [String: Int] = [:]
    return outputs.map { output in
      let number = numbers[output.routingKey, default: 0]
      numbers[output.routingKey] = number + 1
      let message = BrokerMessage(
        id: id.output(routingKey: output.routingKey, number: number).description,
        type: output.type, contentType: "application/json", correlationId: output.applicationId.description,
        appId: worker, timestamp: UInt64(max(0, item.recordedAt.milliseconds / 1000)),
        headers: headers, body: output.body)
      return Publication(exchange: ExchangeName.admission, routingKey: output.routingKey, message: message)
    }
  }

  private func deferred(
    _ item: Item, _ message: BrokerMessage, _ deferral: Deferral, at now: Timestamp
  ) -> SettlementPlan.Step {
    switch deferral {
    case .park(let code, let detail):
      return parked(item, message, code, detail, at: now)
    case .retry(let reason, let code):
      guard let seconds = retries.wait(after: message.attempt) else {
        return parked(item, message, code, reason, at: now)
      }
      var copy = message
      copy.headers[HeaderName.attempt] = .integer(Int64(message.attempt + 1))
      let key = QueueName.retry(of: queue, seconds: seconds)
      return step(
        item, [Publication(exchange: ExchangeName.aside, routingKey: key, message: copy)], .retried(reason: reason),
        event(item, .retried, reason, at: now, returnsAt: now.adding(seconds: Int64(seconds))))
    }
  }

  private func parked(
    _ item: Item, _ message: BrokerMessage, _ code: ParkingCode, _ detail: String, at now: Timestamp
  ) -> SettlementPlan.Step {
    var copy = message
    copy.headers[HeaderName.parkedReason] = .text(code.rawValue)
    copy.headers[HeaderName.parkedDetail] = .text(detail)
    copy.headers[HeaderName.parkedAt] = .text(now.description)
    copy.headers[HeaderName.parkedBy] = .text(worker)
    let key = QueueName.parked(of: queue)
    return step(
      item, [Publication(exchange: ExchangeName.aside, routingKey: key, message: copy)], .parked(code),
      event(item, .parked, code.rawValue, detail, at: now))
  }
}

extension BrokerMessage {
  /// Without the headers that the broker obeys when they are published again.
  ///
  /// `CC` and `BCC` name more queues, and with its own among them a parked message would come back for ever. By an
  /// `x-death` that names the queue where it came from, the broker would drop it at the end of its wait.
  fileprivate var copied: BrokerMessage {
    var copy = self
    for name in ["CC", "BCC", "x-death"] { copy.headers[name] = nil }
    return copy
  }

  /// The header `traceparent`, which has 55 bytes; one that fills a frame would leave no room for an output's properties.
  fileprivate var trace: [String: HeaderValue] {
    headers.filter { name, value in
      if name == HeaderName.traceparent, case .text(let text) = value { text.utf8.count <= 255 } else { false }
    }
  }

  /// What a worker reads of it, as far as that fits a property of 255 bytes.
  fileprivate var reduced: BrokerMessage {
    func fitting(_ text: String?) -> String? { text.flatMap { $0.utf8.count <= 255 ? $0 : nil } }
    let attempt = headers.filter { if $0.key == HeaderName.attempt, case .integer = $0.value { true } else { false } }
    return BrokerMessage(
      id: fitting(id), type: fitting(type), contentType: fitting(contentType), timestamp: timestamp,
      headers: trace.merging(attempt) { $1 }, body: body)
  }
}
