import Foundation
public import NIOSSL

/// The servers that this process trusts, and its credentials.
///
/// Every connection over `https` uses TLS 1.2 or newer, and the server's certificate has to be valid for its host name.
public struct HTTPAccess: Sendable {
  let tls: TLSConfiguration
  /// The header `Authorization` of a request that is sent now; nil if there is none.
  let authorization: @Sendable () -> String?

  /// Creates an access that trusts the system's authorities and sends `authorization` as its credentials.
  public static func systemAuthorities(authorization: String? = nil) -> HTTPAccess {
    HTTPAccess(tls: clientTLS()) { authorization }
  }

  /// Creates an access with the given TLS configuration and credentials.
  public init(tls: TLSConfiguration, authorization: @escaping @Sendable () -> String?) {
    self.tls = tls
    self.authorization = authorization
  }

  /// The TLS configuration of a client, before settings change it.
  static func clientTLS() -> TLSConfiguration {
    var tls = TLSConfiguration.makeClientConfiguration()
    // The library's own default is TLS 1.0.
    tls.minimumTLSVersion = .tlsv12
    return tls
  }

  /// The header for `user:password` (RFC 7617).
  public static func basic(_ login: String) -> String { "Basic \(Data(login.utf8).base64EncodedString())" }
}
