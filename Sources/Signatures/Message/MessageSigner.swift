import Foundation
import SwiftASN1
import X509

/// A signer of a message: who signed, by which algorithms, and over what (RFC 5652, 5.3).
struct MessageSigner {
  let digestAlgorithm: MessageAlgorithm
  let signatureAlgorithm: MessageAlgorithm
  /// The signed attributes; nil if the content itself was signed.
  let attributes: SignedAttributes?
  let signature: ArraySlice<UInt8>
  private let identifier: Identifier

  private enum Identifier {
    case issuer(DistinguishedName, Certificate.SerialNumber)
    case key(ArraySlice<UInt8>)
  }

  init(_ node: ASN1Node) throws {
    self = try BER.sequence(node, identifier: .sequence) { nodes in
      _ = try Int(berEncoded: &nodes)
      guard let identifier = nodes.next(), let digestAlgorithm = nodes.next() else {
        throw ASN1Error.invalidASN1Object(reason: "a field is missing")
      }
      let attributes = try BER.optionalImplicitlyTagged(&nodes, tagNumber: 0, tagClass: .contextSpecific) {
        try SignedAttributes($0)
      }
      guard let signatureAlgorithm = nodes.next() else {
        throw ASN1Error.invalidASN1Object(reason: "a field is missing")
      }
      let signature = try ASN1OctetString(berEncoded: &nodes)
      // Unsigned attributes are ignored, including a time stamp.
      _ = BER.optionalImplicitlyTagged(&nodes, tagNumber: 1, tagClass: .contextSpecific) { $0 }
      return MessageSigner(
        digestAlgorithm: try MessageAlgorithm(digestAlgorithm),
        signatureAlgorithm: try MessageAlgorithm(signatureAlgorithm),
        attributes: attributes, signature: signature.bytes, identifier: try Self.identifier(identifier))
    }
  }

  private init(
    digestAlgorithm: MessageAlgorithm, signatureAlgorithm: MessageAlgorithm, attributes: SignedAttributes?,
    signature: ArraySlice<UInt8>, identifier: Identifier
  ) {
    self.digestAlgorithm = digestAlgorithm
    self.signatureAlgorithm = signatureAlgorithm
    self.attributes = attributes
    self.signature = signature
    self.identifier = identifier
  }

  private static func identifier(_ node: ASN1Node) throws -> Identifier {
    guard node.identifier == .sequence else {
      let tag = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
      return .key(try ASN1OctetString(berEncoded: node, withIdentifier: tag).bytes)
    }
    return try BER.sequence(node, identifier: .sequence) { nodes in
      guard let issuer = nodes.next() else { throw ASN1Error.invalidASN1Object(reason: "a field is missing") }
      let number = try ArraySlice<UInt8>(derEncoded: &nodes)
      return .issuer(try DistinguishedName(derEncoded: issuer), Certificate.SerialNumber(bytes: number))
    }
  }

  /// Tells whether the signer names this certificate.
  ///
  /// The issuer's name must have the same bytes as in the certificate. Otherwise anybody could change the encoding of
  /// the name, which the signature does not cover.
  func names(_ certificate: CertificateIdentity) -> Bool {
    switch identifier {
    case .issuer(let issuer, let number): certificate.serialNumber == number && certificate.issuer == issuer
    case .key(let key): certificate.keyIdentifier == key
    }
  }
}

/// The attributes that were signed in place of the content (RFC 5652, 11).
struct SignedAttributes {
  /// The attributes in the encoding that was signed.
  let bytes: [UInt8]
  let contentType: ASN1ObjectIdentifier
  let messageDigest: ArraySlice<UInt8>
  /// The time of signing; nil if the signer stated none.
  let signingTime: Date?

  init(_ node: ASN1Node) throws {
    guard case .constructed = node.content else { throw ASN1Error.unexpectedFieldType(node.identifier) }
    // The signed bytes begin with the tag of a SET, which the message replaces by the tag [0].
    bytes = [0x31] + node.encodedBytes.dropFirst()
    let set = try DER.parse(bytes)
    var values: [ASN1ObjectIdentifier: ASN1Node] = [:]
    for attribute in try set.members {
      let (type, members) = try DER.sequence(attribute, identifier: .sequence) { nodes in
        (try ASN1ObjectIdentifier(derEncoded: &nodes), try nodes.members(.set))
      }
      guard Self.read.contains(type) else { continue }
      // An attribute that occurs twice is refused, because two programs could choose different values of it.
      guard members.count == 1, values.updateValue(members[0], forKey: type) == nil else {
        throw ASN1Error.invalidASN1Object(reason: "an attribute without exactly one value")
      }
    }
    guard let type = values[.contentType], let digest = values[.messageDigest] else {
      throw ASN1Error.invalidASN1Object(reason: "an attribute is missing")
    }
    contentType = try ASN1ObjectIdentifier(derEncoded: type)
    messageDigest = try ASN1OctetString(derEncoded: digest).bytes
    signingTime = try values[.signingTime].map { try Date(timeNode: $0) }
  }

  private static let read: Set<ASN1ObjectIdentifier> = [.contentType, .messageDigest, .signingTime]
}

extension ASN1ObjectIdentifier {
  fileprivate static let contentType: Self = [1, 2, 840, 113_549, 1, 9, 3]
  fileprivate static let messageDigest: Self = [1, 2, 840, 113_549, 1, 9, 4]
  fileprivate static let signingTime: Self = [1, 2, 840, 113_549, 1, 9, 5]
}
