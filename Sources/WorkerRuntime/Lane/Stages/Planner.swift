import QueueContracts

/// Plans what replaces a delivery: its outputs, a copy in a retry queue, or a parked copy.
///
/// It is pure: ``Publishing`` sends the plan, and the lane acknowledges after the confirms.
struct Planner: Sendable {
  let worker: String
  let queue: String
  let retries: RetryLadder

  private var asideExchange: String { ExchangeName.aside(for: queue) }

  func plan(_ item: Committed, at now: Timestamp) -> Plan {
    let outputs = publications(item.outcome.outputs, of: item)
    switch item.outcome {
    case .completed: return plan(item, outputs, item.isNew ? .completed : .repeated)
    case .retry, .park: return aside(item, item.delivery.copied, outputs, at: now)
    }
  }

  /// Plans a delivery again if its copy or its outputs can never be sent.
  ///
  /// The new plan has no outputs, only a copy with the properties and headers that a worker reads. A message with the
  /// outcome `completed` is parked; any other message goes where its outcome sends it.
  func reducedPlan(_ item: Committed, because detail: String, at now: Timestamp) -> Plan {
    let message = item.delivery.reduced
    let unsent = "its outputs cannot be sent: \(detail)"
    var plan =
      item.outcome.isCompleted
      ? parked(item, message, [], .attemptsSpent, unsent, at: now) : aside(item, message, [], at: now)
    plan.isReduced = true
    return plan
  }

  /// Plans a delivery that cannot be copied, so that the broker parks it.
  func rejected(_ delivery: Delivery) -> Plan {
    Plan(
      delivery: delivery, messageId: delivery.message.messageId, publications: [],
      ending: .parked(.messageTooLarge), isRejected: true, committed: nil)
  }

  /// Plans a copy at the end of the delivery's own queue, so that its delivery count begins anew.
  func copyBack(_ delivery: Delivery) -> Plan {
    var copy = delivery.copied
    // Workers trust the header `x-attempt` of a worker's copy, so a value that the sender wrote is removed.
    if delivery.attempt == 0 { copy.headers[HeaderName.attempt] = nil }
    if Suspicion(of: delivery) == .suspects { copy.headers[HeaderName.suspect] = .boolean(true) }
    return Plan(
      delivery: delivery, messageId: delivery.message.messageId,
      publications: [Publication(exchange: asideExchange, routingKey: queue, message: copy)], ending: .givenBack,
      committed: nil)
  }

  private func plan(
    _ item: Committed, _ publications: [Publication], _ ending: Plan.Ending, _ event: DeliveryEvent? = nil
  ) -> Plan {
    Plan(
      delivery: item.delivery, messageId: item.id, publications: publications, ending: ending, event: event,
      committed: item)
  }

  /// Makes publications of the outputs.
  ///
  /// Their ids are derived from the input's id, so handling the input twice gives the same ids.
  private func publications(_ outputs: [Output], of item: Committed) -> [Publication] {
    guard let id = item.id else { return [] }
    let headers = item.delivery.message.trace
    var numbers: [String: Int] = [:]
    return outputs.map { output in
      let number = numbers[output.routingKey, default: 0]
      if output.name == nil { numbers[output.routingKey] = number + 1 }
      let outputId = output.name.map { id.derived($0) } ?? id.output(routingKey: output.routingKey, number: number)
      let message = BrokerMessage(
        id: outputId.description, type: output.type, contentType: WireCodec.contentType,
        correlationId: output.applicationId.description, appId: worker,
        timestamp: item.recordedAt.amqpSeconds, headers: headers, body: output.body)
      return Publication(exchange: ExchangeName.admission, routingKey: output.routingKey, message: message)
    }
  }

  private func aside(_ item: Committed, _ message: BrokerMessage, _ outputs: [Publication], at now: Timestamp) -> Plan {
    switch item.outcome {
    case .completed: return plan(item, outputs, .completed)
    case .park(let code, let detail, _):
      return parked(item, message, outputs, code, detail, at: now)
    case .retry(let reason, let code, _):
      guard let seconds = retries.wait(after: item.delivery.attempt) else {
        return parked(item, message, outputs, code, reason, at: now)
      }
      var copy = message
      copy.headers[HeaderName.attempt] = .integer(Int64(item.delivery.attempt + 1))
      let key = QueueName.retry(of: queue, seconds: seconds)
      return plan(
        item, outputs + [Publication(exchange: asideExchange, routingKey: key, message: copy)],
        .retried(reason: reason),
        event(item, .retried, reason, at: now, returnsAt: now.adding(seconds: Int64(seconds))))
    }
  }

  private func parked(
    _ item: Committed, _ message: BrokerMessage, _ outputs: [Publication], _ code: ParkingCode, _ detail: String,
    at now: Timestamp
  ) -> Plan {
    var copy = message
    copy.headers[HeaderName.parkedReason] = .text(code.rawValue)
    copy.headers[HeaderName.parkedDetail] = .text(detail)
    copy.headers[HeaderName.parkedAt] = .text(now.description)
    copy.headers[HeaderName.parkedBy] = .text(worker)
    let key = QueueName.parked(of: queue)
    var plan = plan(
      item, outputs + [Publication(exchange: asideExchange, routingKey: key, message: copy)], .parked(code),
      event(item, .parked, code.rawValue, detail, at: now))
    // Without its body there is nothing to copy, so the broker parks the delivery itself.
    if item.delivery.omittedBodyBytes != nil { (plan.publications, plan.isRejected) = ([], true) }
    return plan
  }

  private func event(
    _ item: Committed, _ kind: DeliveryEvent.Kind, _ reason: String, _ detail: String = "", at now: Timestamp,
    returnsAt: Timestamp? = nil
  ) -> DeliveryEvent? {
    guard let id = item.id, let application = item.delivery.message.applicationId else {
      return nil
    }
    return DeliveryEvent(
      kind, message: id, application: application, worker: worker, reason: reason, detail: detail, time: now,
      returnsAt: returnsAt)
  }
}
