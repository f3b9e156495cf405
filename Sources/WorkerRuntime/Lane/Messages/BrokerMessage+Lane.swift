import Foundation
import QueueContracts

extension HeaderName {
  /// Marks a copy that a worker put back into its queue, if the original was a suspect.
  static let suspect = "x-suspect"
}

extension BrokerMessage {
  /// The header `traceparent`; nil if it is malformed, because a malformed text could add a header to an HTTP request.
  var traceparent: String? {
    guard let text = text(HeaderName.traceparent),
      text.wholeMatch(of: /[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}/) != nil
    else { return nil }
    return text
  }

  /// The message's name in the crash log: its id, or a name derived from its body if it has no valid id.
  var crashLogName: String {
    if let messageId { return messageId.description }
    let nowhere = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    return UUID(version5: String(decoding: body, as: UTF8.self), namespace: nowhere).uuidString
  }

  /// The message without the headers that a copy must not have.
  ///
  /// The broker would obey three of these headers. `CC` and `BCC` name more queues, so a parked copy could come back to
  /// the work queue for ever. If `x-death` named the work queue, the broker would drop a copy at the end of its wait.
  /// The fourth header, `x-suspect`, is set anew when it is needed.
  var copied: BrokerMessage {
    var copy = self
    for name in HeaderName.routing + ["x-death", HeaderName.suspect] { copy.headers[name] = nil }
    return copy
  }

  /// The header `traceparent`, if it has at most 255 bytes.
  ///
  /// A well-formed header has 55 bytes. A header that fills a frame would leave no room for an output's properties.
  var trace: [String: HeaderValue] {
    headers.filter { name, value in
      if name == HeaderName.traceparent, case .text(let text) = value { text.utf8.count <= 255 } else { false }
    }
  }

  /// A copy with only the properties and headers that a worker reads, and without properties over 255 bytes.
  var reduced: BrokerMessage {
    func fitting(_ text: String?) -> String? { text.flatMap { $0.utf8.count <= 255 ? $0 : nil } }
    let attempt = headers.filter { if $0.key == HeaderName.attempt, case .integer = $0.value { true } else { false } }
    return BrokerMessage(
      id: fitting(id), type: fitting(type), contentType: fitting(contentType), timestamp: timestamp,
      headers: trace.merging(attempt) { $1 }, body: body)
  }
}
