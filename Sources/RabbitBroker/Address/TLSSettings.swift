/// How to make sure who the broker is, and to prove who we are.
public struct TLSSettings: Sendable, Equatable {
  /// PEM file with the authorities that the broker's certificate must lead to.
  ///
  /// Needed: the library has no default ones.
  public let authoritiesFile: String?
  /// PEM file with the client's certificate chain.
  public let certificateFile: String?
  /// PEM file with the client's private key.
  public let keyFile: String?
  /// Log in as whom the certificate names, without a password (SASL EXTERNAL).
  public let logsInByCertificate: Bool

  init(taking options: inout [String: String]) {
    authoritiesFile = options.removeValue(forKey: "cacertfile")
    certificateFile = options.removeValue(forKey: "certfile")
    keyFile = options.removeValue(forKey: "keyfile")
    logsInByCertificate = options["auth_mechanism"]?.lowercased() == "external"
    if logsInByCertificate { options["auth_mechanism"] = nil }
  }
}
