extension Health {
  /// The reason why a lane is ``LaneState/failed(_:)``, in words that anybody may read.
  ///
  /// It says what failed and leaves out the error's own text, which may name a host.
  static func reason(of error: any Error) -> String {
    switch error {
    case let error as BrokerError: error.code.publicText
    case let error as EnvironmentDown: "\(error.what) is down"
    case is StoreError: "store is down"
    default: "its last try failed"
    }
  }
}

extension BrokerError.Code {
  /// The phrase for this code, without an address.
  fileprivate var publicText: String {
    switch self {
    case .unreachable: "the broker is unreachable"
    case .accessRefused: "the broker refused access"
    case .consumerLost: "the consumer is lost"
    case .unroutable: "the next queue is missing"
    case .unsendable: "a message cannot be sent"
    case .refused: "the next queue refuses"
    case .notConfirmed: "the broker does not confirm"
    case .topologyMismatch: "the queue is missing or is not as the worker needs it; run: admissionctl topology diff"
    case .tls: "the TLS handshake with the broker failed"
    case .closed: "the connection is closed"
    case .misconfigured: "the configuration cannot work"
    }
  }
}
