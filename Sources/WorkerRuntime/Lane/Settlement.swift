import QueueContracts

/// The one place that says what a delivery is replaced by: its outputs, a copy in a retry queue, or a parked copy.
///
/// Pure: the lane carries the plan out, publications first, acknowledgements after their confirms.
struct Settlement: Sendable {
  let worker: String
  let queue: String
  let retries: RetryLadder

  func plan<W, S>(_ batch: [Recording<W, S>.Item], at now: Timestamp) -> SettlementPlan {
    var plan = SettlementPlan()
    for item in batch {
      plan.tags.append(item.delivery.tag)
      plan.messageIds.append(item.id?.description ?? "none")
      switch item.resolution {
      case .record(let outputs):
        plan.publications += publications(outputs, of: item)
        plan.endings.append(item.isNew ? .completed : .repeated)
      case .defer(let deferral):
        let (ending, publication) = deferred(item.delivery.message, deferral, at: now)
        plan.publications.append(publication)
        plan.endings.append(ending)
      }
    }
    return plan
  }

  /// Ids are derived from the input's, so that handling it twice names the same messages.
  private func publications<W, S>(_ outputs: [Output], of item: Recording<W, S>.Item) -> [Publication] {
    guard let id = item.id else { return [] }
    let headers = item.delivery.message.headers.filter { $0.key == HeaderName.traceparent }
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
    _ message: BrokerMessage, _ deferral: Deferral, at now: Timestamp
  ) -> (SettlementPlan.Ending, Publication) {
    switch deferral {
    case .park(let code, let detail):
      return (.parked(code), parked(message, code, detail, at: now))
    case .retry(let reason, let code):
      guard let seconds = retries.wait(after: message.attempt) else {
        return (.parked(code), parked(message, code, reason, at: now))
      }
      var copy = message.withRoomForHeaders
      copy.headers[HeaderName.attempt] = .integer(Int64(message.attempt + 1))
      let key = QueueName.retry(of: queue, seconds: seconds)
      return (.retried(reason: reason), Publication(exchange: ExchangeName.aside, routingKey: key, message: copy))
    }
  }

  private func parked(_ message: BrokerMessage, _ code: ParkingCode, _ detail: String, at now: Timestamp) -> Publication
  {
    var copy = message.withRoomForHeaders
    copy.headers[HeaderName.parkedReason] = .text(code.rawValue)
    copy.headers[HeaderName.parkedDetail] = .text(detail)
    copy.headers[HeaderName.parkedAt] = .text(now.description)
    copy.headers[HeaderName.parkedBy] = .text(worker)
    return Publication(exchange: ExchangeName.aside, routingKey: QueueName.parked(of: queue), message: copy)
  }
}

extension BrokerMessage {
  /// All headers have to fit one frame of 128 KiB.
  ///
  /// A message that fills it could be neither parked nor retried with ours beside them: such a copy keeps only those
  /// that we know.
  fileprivate var withRoomForHeaders: BrokerMessage {
    guard headers.reduce(0, { $0 + $1.key.utf8.count + $1.value.encodedBytes }) > 120 * 1024 else { return self }
    var copy = self
    copy.headers = headers.filter { [HeaderName.attempt, HeaderName.traceparent].contains($0.key) }
    return copy
  }
}

extension HeaderValue {
  /// About as many bytes as it takes in a frame.
  fileprivate var encodedBytes: Int {
    switch self {
    case .text(let text): text.utf8.count + 6
    case .integer, .boolean: 10
    case .opaque(let bytes): bytes.count
    }
  }
}

/// What a batch is replaced by, and how each of its deliveries ended.
struct SettlementPlan: Sendable {
  enum Ending: Sendable, Equatable {
    case completed
    /// It had been decided before; the recorded outputs went out once more.
    case repeated
    case retried(reason: String)
    case parked(ParkingCode)
  }

  var publications: [Publication] = []
  var tags: [DeliveryTag] = []
  /// As far as they have one that is fit to be named.
  var messageIds: [String] = []
  var endings: [Ending] = []
}
