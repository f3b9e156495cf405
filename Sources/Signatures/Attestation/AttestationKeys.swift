import Crypto
public import Foundation
import QueueContracts

/// The portal's public keys for attestations; several may be valid at once, while a key is replaced.
public struct AttestationKeys: Sendable {
  /// The keys of the file, for the log.
  public let items: [TrustItem]
  private let keys: [(thumbprint: String, key: P256.Signing.PublicKey)]

  /// Reads a file of PEM objects `PUBLIC KEY`, each a key for ES256.
  ///
  /// - Throws: ``TrustProblem`` if the file holds anything else, or no key.
  public init(pem content: Data) throws(TrustProblem) {
    var keys: [(String, P256.Signing.PublicKey)] = []
    for (index, object) in try PEMFile.objects(content, kind: "PUBLIC KEY").enumerated() {
      guard let key = try? P256.Signing.PublicKey(derRepresentation: object) else {
        throw TrustProblem("holds, as object \(index + 1), a key that is not of the curve P-256, which ES256 needs")
      }
      keys.append((key.thumbprint, key))
    }
    self.keys = keys
    items = keys.map { TrustItem(bytes: $0.1.derRepresentation) }
  }

  /// The keys that may have signed an attestation.
  ///
  /// If `kid` is the thumbprint of a key (RFC 7638), only that key is tried. Otherwise all keys are tried, because the
  /// contract lets a portal name its keys in any way.
  func candidates(kid: String?) -> [P256.Signing.PublicKey] {
    let named = keys.filter { $0.thumbprint == kid }
    return (named.isEmpty ? keys : named).map(\.key)
  }
}

extension P256.Signing.PublicKey {
  /// The key's thumbprint by RFC 7638: the SHA-256 of the key as JSON, in base64 for URLs.
  public var thumbprint: String {
    let point = rawRepresentation
    let (x, y) = (point.prefix(32).base64URL, point.suffix(32).base64URL)
    return Data(SHA256.hash(data: Data(#"{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(y)"}"#.utf8))).base64URL
  }
}
