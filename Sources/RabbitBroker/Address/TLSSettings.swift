/// The files that the client needs to verify the broker and to identify itself.
public struct TLSSettings: Sendable, Equatable {
  /// The PEM file of the certificate authorities that the client trusts.
  ///
  /// Without this file no connection is opened, because the library has no default authorities.
  let authoritiesFile: String?
  /// The PEM file of the client's certificate chain; nil for none.
  let certificateFile: String?
  /// The PEM file of the client's private key, without a password.
  ///
  /// Nil if ``certificateFile`` contains the key as well as the certificate.
  let keyFile: String?
  /// True if the client logs in by its certificate, without a password (SASL EXTERNAL).
  let logsInByCertificate: Bool

  /// True if the settings need a client certificate but name none.
  var lacksCertificate: Bool { certificateFile == nil && (keyFile != nil || logsInByCertificate) }

  init(taking options: inout [String: String]) {
    authoritiesFile = options.removeValue(forKey: "cacertfile")
    certificateFile = options.removeValue(forKey: "certfile")
    keyFile = options.removeValue(forKey: "keyfile")
    logsInByCertificate = options["auth_mechanism"]?.lowercased() == "external"
    if logsInByCertificate { options["auth_mechanism"] = nil }
  }
}
