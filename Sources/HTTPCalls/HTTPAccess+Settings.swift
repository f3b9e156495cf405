public import Logging
import NIOSSL
public import WorkerBase

extension Settings {
  /// Reads the access from `HTTPS_CA_FILE`, `HTTPS_CERT_FILE`, `HTTPS_KEY_FILE` and a file of credentials.
  ///
  /// The first three files are read once, at the start. The file of credentials is read again when it changes.
  ///
  /// - Parameters:
  ///   - credential: the key that names a file with `Bearer TOKEN` or `Basic user:password`.
  ///   - logger: logs changes of the file of credentials.
  /// - Returns: the access; without credentials if the key is not set.
  /// - Throws: `SettingsError` for a file that cannot be used.
  public func httpAccess(credential: String, logger: Logger) throws(SettingsError) -> HTTPAccess {
    let tls = try httpTLS()
    guard let path = text(credential) else { return HTTPAccess(tls: tls) { nil } }
    let file = try CredentialFile(path: path, key: credential, logger: logger)
    return HTTPAccess(tls: tls) { file.authorization() }
  }

  /// Reads the access without a file of credentials, for a caller that has the credentials itself.
  public func httpAccess(authorization: String?) throws(SettingsError) -> HTTPAccess {
    HTTPAccess(tls: try httpTLS()) { authorization }
  }

  private func httpTLS() throws(SettingsError) -> TLSConfiguration {
    var tls = HTTPAccess.clientTLS()
    if let path = text("HTTPS_CA_FILE") {
      let authorities = try certificates(path, "HTTPS_CA_FILE")
      tls.trustRoots = .certificates(authorities)
    }
    let keyPath = text("HTTPS_KEY_FILE")
    guard let path = text("HTTPS_CERT_FILE") else {
      guard keyPath == nil else {
        throw SettingsError(key: "HTTPS_KEY_FILE", problem: "needs HTTPS_CERT_FILE, the certificate of the key")
      }
      return tls
    }
    tls.certificateChain = try certificates(path, "HTTPS_CERT_FILE").map { .certificate($0) }
    let keyName = keyPath == nil ? "HTTPS_CERT_FILE" : "HTTPS_KEY_FILE"
    do {
      tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: keyPath ?? path, format: .pem))
    } catch {
      throw SettingsError(
        key: keyName, problem: "names a file without a private key in PEM that can be read without a password")
    }
    do {
      _ = try NIOSSLContext(configuration: tls)
    } catch {
      throw SettingsError(key: keyName, problem: "names a private key that is not the certificate's")
    }
    return tls
  }

  private func certificates(_ path: String, _ key: String) throws(SettingsError) -> [NIOSSLCertificate] {
    let found = (try? NIOSSLCertificate.fromPEMFile(path)) ?? []
    guard !found.isEmpty else {
      throw SettingsError(key: key, problem: "names a file without certificates in PEM that can be read")
    }
    return found
  }
}
