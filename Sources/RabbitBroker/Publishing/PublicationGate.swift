import WorkerRuntime

/// Finds publications that can never be sent, before any part of them is sent.
struct PublicationGate {
  /// The limits of the connection; nil until the connection is open.
  var limits: PublicationLimits?
  /// The broker's `max_message_size`; nil until the broker has named the number.
  var largestBodyBytes: Int?

  /// The reason why a publication cannot be sent (``BrokerError/Code/unsendable``); nil if it can be sent.
  func failure(of publication: Publication) -> BrokerError? {
    let bytes = publication.message.body.count
    if let largestBodyBytes, bytes > largestBodyBytes {
      return BrokerError(
        .unsendable, "The body has \(bytes) bytes; the broker takes \(largestBodyBytes) at the most (max_message_size)."
      )
    }
    do throws(BrokerError) {
      try limits?.check(publication)
      return nil
    } catch {
      return error
    }
  }

  /// The reason why opaque header values, which were copied from a delivery, cannot be written again; nil if they can.
  ///
  /// rabbitmq-c decodes these values recursively, and only the connection's thread has the stack for the deepest table
  /// that fits into a frame. So call this function on that thread.
  static func failureOfHeaders(of publication: Publication) -> BrokerError? {
    let headers = publication.message.headers
    guard !headers.isEmpty else { return nil }
    let opaque = headers.filter { if case .opaque = $0.value { true } else { false } }
    guard !opaque.isEmpty else { return nil }
    do throws(BrokerError) {
      _ = unsafe try HeaderWriter(pool: MemoryPool()).table(opaque)
      return nil
    } catch {
      return error
    }
  }
}
