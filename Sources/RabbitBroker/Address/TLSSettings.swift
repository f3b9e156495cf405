/// How to make sure who the broker is, and to prove who we are.
public struct TLSSettings: Sendable, Equatable {
  /// PEM file with the authorities that the broker's certificate must lead to.
  ///
  /// Needed: the library has no default ones.
  public let authoritiesFile: String?
  /// PEM file with the client's certificate chain.
  public let certificateFile: String?
  /// PEM file with the client's private key, without a password.
  ///
  /// When there is none the key stands beside the certificate.
  public let keyFile: String?
  /// Log in as whom the certificate names, without a password (SASL EXTERNAL).
  public let logsInByCertificate: Bool

  /// Says how a certificate is to be used and does not name one.
  var lacksCertificate: Bool { certificateFile == nil && (keyFile != nil || logsInByCertificate) }

  init(taking options: inout [String: String]) {
    authoritiesFile = options.removeValue(forKey: "cacertfile")
    certificateFile = options.removeValue(forKey: "certfile")
    keyFile = options.removeValue(forKey: "keyfile")
    logsInByCertificate = options["auth_mechanism"]?.lowercased() == "external"
    if logsInByCertificate { options["auth_mechanism"] = nil }
  }
}
