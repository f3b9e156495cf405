import CRabbitMQ
import WorkerRuntime

/// The reason why TLS with a broker failed.
struct TLSFailure {
  /// OpenSSL's verdict on the broker's certificate (`X509_V_ERR_…`); nil if OpenSSL accepted the certificate.
  private var verdict: Int32?
  /// The error that ended the handshake (`SSL_R_…`); nil if the network ended it.
  private var reason: Int32?
  private var text = ""

  /// Takes the errors that OpenSSL has noted on this thread since this function was last called.
  static func takeNoted() -> TLSFailure {
    var failure = TLSFailure()
    while case let code = ERR_get_error(), code != 0 {
      switch ERR_GET_LIB(code) {
      case ERR_LIB_USER:
        failure.verdict = ERR_GET_REASON(code)
      case ERR_LIB_SSL where ERR_GET_REASON(code) != SSL_R_UNEXPECTED_EOF_WHILE_READING:
        failure.reason = ERR_GET_REASON(code)
        if let text = unsafe ERR_reason_error_string(code) { failure.text = unsafe String(cString: text) }
      default:
        break
      }
    }
    return failure
  }

  func error(_ url: BrokerURL, _ tls: TLSSettings, status: Int32) -> BrokerError {
    let explanation = verdict.map { words(forVerdict: $0, url, tls) } ?? reason.map { words(forReason: $0, tls) }
    guard let explanation else {
      // A refusal in TLS 1.3 can be lost: the broker closes at once, and a write fails before the refusal is read.
      let suspicion = tls.certificateFile.map {
        "; if it breaks each time, check in the broker's log whether it accepts the client certificate \($0)"
      }
      let detail = "The connection to \(url.endpoint) broke while TLS was agreed on\(suspicion ?? "")."
      return BrokerError(.unreachable, detail, status: Int(status))
    }
    return BrokerError(.tls, "TLS with \(url.endpoint) failed: \(explanation).", status: Int(status))
  }

  private func words(forVerdict verdict: Int32, _ url: BrokerURL, _ tls: TLSSettings) -> String {
    switch verdict {
    case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
      "the broker's certificate is not for the name \(url.host); use a name that it is for, or have this one added to it"
    case X509_V_ERR_CERT_HAS_EXPIRED:
      "the broker's certificate, or one of its authorities', has expired; have it renewed"
    case X509_V_ERR_CERT_NOT_YET_VALID:
      "the broker's certificate, or one of its authorities', is not valid yet; see whether this machine's clock is right"
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
      X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
      X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_CERT_SIGNATURE_FAILURE:
      "the broker's certificate does not lead to an authority in cacertfile \(tls.authoritiesFile ?? ""); "
        + "put the authority there that issued it, if you trust it"
    default:
      "the broker's certificate is refused (\(unsafe String(cString: X509_verify_cert_error_string(Int(verdict)))));"
        + " have another one issued"
    }
  }

  private func words(forReason reason: Int32, _ tls: TLSSettings) -> String {
    switch reason {
    case SSL_R_WRONG_VERSION_NUMBER:
      return "the port speaks no TLS; use the broker's TLS port, by default 5671, or amqp://"
    case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
      return "the broker speaks no TLS 1.2 or newer; allow one of them in its ssl_options.versions"
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
      return "the broker demands a client certificate; name one by certfile and keyfile"
    // With TLS 1.2 a missing client certificate causes this alert, and so do many other faults.
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE where tls.certificateFile == nil:
      return
        "the broker ended the handshake (\(text)); if it demands a client certificate, name one by certfile and keyfile"
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE, SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE,
      SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED, SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED,
      SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN, SSL_R_TLSV1_ALERT_UNKNOWN_CA, SSL_R_TLSV1_ALERT_ACCESS_DENIED,
      SSL_R_TLSV1_ALERT_DECRYPT_ERROR:
      return "the broker refuses the client certificate \(tls.certificateFile ?? "") (\(text)); "
        + "it has to be valid, and from an authority in the broker's ssl_options.cacertfile"
    default:
      return "the handshake ended early (\(text)); see the broker's log"
    }
  }
}
