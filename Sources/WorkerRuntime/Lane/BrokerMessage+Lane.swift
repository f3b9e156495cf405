import Foundation
import QueueContracts

/// Headers of the wire contract, and two of our own.
public enum HeaderName {
  public static let attempt = "x-attempt"
  public static let traceparent = "traceparent"
  public static let parkedReason = "x-parked-reason"
  public static let parkedDetail = "x-parked-detail"
  public static let parkedAt = "x-parked-at"
  public static let parkedBy = "x-parked-by"
  /// The routing key by which a copy that a worker put aside was published first; empty if it is none of the contract's.
  public static let routingKey = "x-routing-key"
  /// Stands on a copy that a worker put back into its queue after processes were lost with the message in hand.
  public static let suspect = "x-suspect"
}

extension BrokerMessage {
  /// The number of retries so far, from header `x-attempt`; 0 if there is none or it is no sensible number.
  var attempt: Int {
    guard case .integer(let number) = headers[HeaderName.attempt] else { return 0 }
    return Int(clamping: max(0, number))
  }

  /// Header `traceparent` if it is written as the W3C has it; anything else could end up as a second header in HTTP.
  var traceparent: String? {
    guard case .text(let text) = headers[HeaderName.traceparent],
      text.wholeMatch(of: /[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}/) != nil
    else { return nil }
    return text
  }

  /// What the crash log calls the message: its id, or a name made of its body if it has no valid id.
  var crashLogName: String {
    if let id = id.flatMap({ MessageID($0) }) { return id.description }
    let nowhere = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    return UUID(version5: String(decoding: body, as: UTF8.self), namespace: nowhere).uuidString
  }

  /// The message without the headers that the broker obeys when it is published again.
  ///
  /// `CC` and `BCC` name more queues, and with its own among them a parked message would come back for ever. By an
  /// `x-death` that names the queue where it came from, the broker would drop it at the end of its wait.
  var copied: BrokerMessage {
    var copy = self
    for name in ["CC", "BCC", "x-death", HeaderName.suspect] { copy.headers[name] = nil }
    return copy
  }

  /// The header `traceparent`, which has 55 bytes; one that fills a frame would leave no room for an output's properties.
  var trace: [String: HeaderValue] {
    headers.filter { name, value in
      if name == HeaderName.traceparent, case .text(let text) = value { text.utf8.count <= 255 } else { false }
    }
  }

  /// What a worker reads of the message, as far as that fits a property of 255 bytes.
  var reduced: BrokerMessage {
    func fitting(_ text: String?) -> String? { text.flatMap { $0.utf8.count <= 255 ? $0 : nil } }
    let attempt = headers.filter { if $0.key == HeaderName.attempt, case .integer = $0.value { true } else { false } }
    return BrokerMessage(
      id: fitting(id), type: fitting(type), contentType: fitting(contentType), timestamp: timestamp,
      headers: trace.merging(attempt) { $1 }, body: body)
  }
}
