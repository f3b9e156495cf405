import Crypto
import Foundation
import SwiftASN1
import X509

/// An algorithm as a message names it.
struct MessageAlgorithm: Hashable {
  let name: ASN1ObjectIdentifier
  /// Whether it has none, or NULL: all that the algorithms known here may have.
  let isPlain: Bool

  init(_ node: ASN1Node) throws {
    let (name, parameters) = try BER.sequence(node, identifier: .sequence) { nodes in
      (try ASN1ObjectIdentifier(berEncoded: &nodes), nodes.next())
    }
    (self.name, isPlain) = (name, parameters == nil || parameters?.encodedBytes == [5, 0])
  }

  /// Kazakhstan's GOST 34.310-2004 and 34.10-2015: what is under these two numbers.
  var isGOST: Bool {
    let family: [UInt] = [1, 2, 398, 3, 10, 1, 1]
    let parts = name.oidComponents
    return parts.starts(with: family) && parts.count > family.count && [1, 2].contains(parts[family.count])
  }

  /// Nil where it is none of SHA-256, SHA-384 and SHA-512.
  var digest: MessageDigest? { isPlain ? MessageDigest(rawValue: name) : nil }
}

extension SignedMessage {
  /// Whether it is signed by GOST: the signer's algorithm says so, and so does the certificate that holds the key.
  ///
  /// The list of digests is signed by nobody, and the signer's word alone would let a sender choose who verifies.
  var isGOST: Bool {
    guard signers.count == 1, let signer = signers.first, signer.signatureAlgorithm.isGOST else { return false }
    return certificates.lazy.compactMap { try? CertificateOutline($0) }.first(where: signer.names)?.keyAlgorithm.isGOST
      ?? false
  }
}

/// The digests that a signature may be made with.
enum MessageDigest: Sendable {
  case sha256, sha384, sha512

  init?(rawValue name: ASN1ObjectIdentifier) {
    switch name {
    case [2, 16, 840, 1, 101, 3, 4, 2, 1]: self = .sha256
    case [2, 16, 840, 1, 101, 3, 4, 2, 2]: self = .sha384
    case [2, 16, 840, 1, 101, 3, 4, 2, 3]: self = .sha512
    default: return nil
    }
  }

  func hash(_ bytes: some DataProtocol) -> [UInt8] {
    switch self {
    case .sha256: Array(SHA256.hash(data: bytes))
    case .sha384: Array(SHA384.hash(data: bytes))
    case .sha512: Array(SHA512.hash(data: bytes))
    }
  }
}

extension Certificate.SignatureAlgorithm {
  /// RSA (PKCS #1) and ECDSA with a digest of the SHA-2 family; nil for everything else.
  ///
  /// - Parameter digest: what a message says beside the algorithm, where the algorithm leaves it open; has to agree
  ///   where it does not.
  init?(_ algorithm: MessageAlgorithm, digest: MessageDigest? = nil) {
    guard algorithm.isPlain, let (own, result) = Self.known(algorithm.name, digest: digest),
      digest == nil || own == digest
    else { return nil }
    self = result
  }

  private static func known(
    _ name: ASN1ObjectIdentifier, digest: MessageDigest?
  ) -> (MessageDigest, Certificate.SignatureAlgorithm)? {
    switch (name, digest) {
    case ([1, 2, 840, 113_549, 1, 1, 11], _), ([1, 2, 840, 113_549, 1, 1, 1], .sha256):
      (.sha256, .sha256WithRSAEncryption)
    case ([1, 2, 840, 113_549, 1, 1, 12], _), ([1, 2, 840, 113_549, 1, 1, 1], .sha384):
      (.sha384, .sha384WithRSAEncryption)
    case ([1, 2, 840, 113_549, 1, 1, 13], _), ([1, 2, 840, 113_549, 1, 1, 1], .sha512):
      (.sha512, .sha512WithRSAEncryption)
    case ([1, 2, 840, 10_045, 4, 3, 2], _): (.sha256, .ecdsaWithSHA256)
    case ([1, 2, 840, 10_045, 4, 3, 3], _): (.sha384, .ecdsaWithSHA384)
    case ([1, 2, 840, 10_045, 4, 3, 4], _): (.sha512, .ecdsaWithSHA512)
    default: nil
    }
  }

  /// For an operator: `RSA with SHA-256`.
  var words: String {
    switch self {
    case .sha256WithRSAEncryption: "RSA with SHA-256"
    case .sha384WithRSAEncryption: "RSA with SHA-384"
    case .sha512WithRSAEncryption: "RSA with SHA-512"
    case .ecdsaWithSHA256: "ECDSA with SHA-256"
    case .ecdsaWithSHA384: "ECDSA with SHA-384"
    case .ecdsaWithSHA512: "ECDSA with SHA-512"
    default: "another algorithm"
    }
  }

  /// Those that a certificate of a chain may be signed by.
  static let strong: Set<Certificate.SignatureAlgorithm> = [
    .sha256WithRSAEncryption, .sha384WithRSAEncryption, .sha512WithRSAEncryption,
    .ecdsaWithSHA256, .ecdsaWithSHA384, .ecdsaWithSHA512,
  ]
}
