/// The files by which the broker is verified and this client proves who it is.
public struct TLSSettings: Sendable, Equatable {
  /// The PEM file of the authorities that the broker's certificate must lead to.
  ///
  /// It is required, because the library has no default authorities.
  public let authoritiesFile: String?
  /// The PEM file of the client's certificate chain; nil for none.
  public let certificateFile: String?
  /// The PEM file of the client's private key, without a password.
  ///
  /// Nil if `certificateFile` holds the key, too.
  public let keyFile: String?
  /// True if the login is the certificate's name, without a password (SASL EXTERNAL).
  public let logsInByCertificate: Bool

  /// True if the settings need a certificate and name none.
  var lacksCertificate: Bool { certificateFile == nil && (keyFile != nil || logsInByCertificate) }

  init(taking options: inout [String: String]) {
    authoritiesFile = options.removeValue(forKey: "cacertfile")
    certificateFile = options.removeValue(forKey: "certfile")
    keyFile = options.removeValue(forKey: "keyfile")
    logsInByCertificate = options["auth_mechanism"]?.lowercased() == "external"
    if logsInByCertificate { options["auth_mechanism"] = nil }
  }
}
