import Crypto
import Foundation
import SwiftASN1
import X509

/// An algorithm as a message names it.
struct MessageAlgorithm: Hashable {
  let name: ASN1ObjectIdentifier
  /// True if the algorithm has no parameters, or the parameter NULL; the algorithms known here have no others.
  let isPlain: Bool

  init(_ node: ASN1Node) throws {
    let (name, parameters) = try BER.sequence(node, identifier: .sequence) { nodes in
      (try ASN1ObjectIdentifier(berEncoded: &nodes), nodes.next())
    }
    self.name = name
    isPlain = parameters == nil || parameters?.encodedBytes == [5, 0]
  }

  /// True for Kazakhstan's GOST 34.310-2004 and 34.10-2015, that is, for all identifiers under these two.
  var isGOST: Bool {
    let family: [UInt] = [1, 2, 398, 3, 10, 1, 1]
    let parts = name.oidComponents
    return parts.starts(with: family) && parts.count > family.count && [1, 2].contains(parts[family.count])
  }

  /// The algorithm as a digest: SHA-256, SHA-384 or SHA-512; nil for any other algorithm.
  var digest: MessageDigest? { isPlain ? MessageDigest(rawValue: name) : nil }
}

extension SignedMessage {
  /// True if both the signer's algorithm and the key of the signer's certificate are GOST.
  ///
  /// The message's list of digests is not signed, so it does not count. If the signer's algorithm alone counted, a
  /// sender could choose whether NCANode verifies the signature.
  var isGOST: Bool {
    guard signers.count == 1, let signer = signers.first, signer.signatureAlgorithm.isGOST else { return false }
    return certificates.lazy.compactMap { try? CertificateIdentity($0) }.first(where: signer.names)?.keyAlgorithm.isGOST
      ?? false
  }
}

/// A digest that a signature may be made with.
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
  /// Creates the algorithm if it is RSA (PKCS #1) or ECDSA with a digest of the SHA-2 family; nil for any other one.
  ///
  /// - Parameters:
  ///   - algorithm: the algorithm of the signature.
  ///   - digest: the digest that a message names separately; needed if the algorithm names none. If the algorithm names
  ///     one, both must be the same.
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

  /// The algorithm in words for an operator: `RSA with SHA-256`.
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

  /// The algorithms that may sign a certificate of a chain.
  static let strong: Set<Certificate.SignatureAlgorithm> = [
    .sha256WithRSAEncryption, .sha384WithRSAEncryption, .sha512WithRSAEncryption,
    .ecdsaWithSHA256, .ecdsaWithSHA384, .ecdsaWithSHA512,
  ]
}
