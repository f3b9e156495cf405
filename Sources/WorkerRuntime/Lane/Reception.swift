import QueueContracts

/// Turns a delivery into a message of the worker, or into the reason why it can never be one.
struct Reception<W: Worker>: Sendable {
  let worker: W

  func receive(_ delivery: Delivery) -> Item {
    let id = delivery.message.id.flatMap { MessageID($0) }
    do {
      return Item(delivery: delivery, id: id, content: .success(try read(delivery.message, named: id)))
    } catch {
      return Item(
        delivery: delivery, id: id, content: .failure(Refusal(code: error.parkingCode, detail: error.detail)))
    }
  }

  /// For a message that is not to be read any more, because the process died of it.
  func refusePoison(_ delivery: Delivery) -> Item {
    let detail = "the worker died each time it handled this message"
    return Item(
      delivery: delivery, id: delivery.message.id.flatMap { MessageID($0) },
      content: .failure(Refusal(code: .deliveryPoison, detail: detail)))
  }

  private func read(_ message: BrokerMessage, named id: MessageID?) throws(WireError) -> Received<W.Message> {
    guard message.body.count <= WireCodec.maximumBodyBytes else { throw WireError(.tooLarge, path: "") }
    let body = try worker.decode(type: message.type ?? "", body: message.body)
    guard let id else { throw WireError(.undecodable, path: "message_id") }
    return Received(id: id, body: body, attempt: message.attempt)
  }

  struct Item: Sendable {
    let delivery: Delivery
    /// Nil where it names none.
    ///
    /// Known even where the body cannot be read: of two bodies under one id the first counts.
    let id: MessageID?
    let content: Result<Received<W.Message>, Refusal>
  }
}

/// Why a delivery is parked without being judged.
struct Refusal: Error {
  let code: ParkingCode
  let detail: String
}

extension WireError {
  /// For `x-parked-detail`: the path alone, because the value may be personal.
  fileprivate var detail: String {
    switch code {
    case .tooLarge: "over \(WireCodec.maximumBodyBytes) bytes"
    case .notJSON: "not JSON in UTF-8"
    case .unknownType: "not a type of this worker, version 1"
    case .undecodable: path
    }
  }
}

extension BrokerMessage {
  /// The number of retries so far, from header `x-attempt`; 0 where there is none or it is no sensible number.
  var attempt: Int {
    guard case .integer(let number) = headers[HeaderName.attempt] else { return 0 }
    return Int(clamping: max(0, number))
  }

  /// Header `traceparent` where it is written as the W3C has it; anything else could end up as a second header in HTTP.
  var traceparent: String? {
    guard case .text(let text) = headers[HeaderName.traceparent],
      text.wholeMatch(of: /[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}/) != nil
    else { return nil }
    return text
  }
}

/// Headers of the wire contract.
public enum HeaderName {
  public static let attempt = "x-attempt"
  public static let traceparent = "traceparent"
  public static let parkedReason = "x-parked-reason"
  public static let parkedDetail = "x-parked-detail"
  public static let parkedAt = "x-parked-at"
  public static let parkedBy = "x-parked-by"
}
