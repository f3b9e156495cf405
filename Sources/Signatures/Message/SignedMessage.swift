import SwiftASN1
import X509

/// A CMS SignedData (RFC 5652, section 5) before it is verified.
///
/// It is read as BER, which signing programs write; the certificates and signed attributes in it are DER.
struct SignedMessage {
  let contentType: ASN1ObjectIdentifier
  /// The attached content; nil if the signature is detached.
  let content: ArraySlice<UInt8>?
  let digestAlgorithms: [MessageAlgorithm]
  let certificates: [ArraySlice<UInt8>]
  let signers: [MessageSigner]

  init(_ bytes: [UInt8]) throws {
    let root = try BER.parse(bytes)
    self = try BER.sequence(root, identifier: .sequence) { nodes in
      guard try ASN1ObjectIdentifier(berEncoded: &nodes) == .signedData else {
        throw ASN1Error.invalidASN1Object(reason: "no SignedData")
      }
      return try DER.explicitlyTagged(&nodes, tagNumber: 0, tagClass: .contextSpecific) { try SignedMessage($0) }
    }
  }

  private init(_ node: ASN1Node) throws {
    self = try BER.sequence(node, identifier: .sequence) { nodes in
      _ = try Int(berEncoded: &nodes)
      let digestAlgorithms = try nodes.members(.set).map { try MessageAlgorithm($0) }
      let (contentType, content) = try Self.encapsulated(&nodes)
      let certificates = BER.optionalImplicitlyTagged(&nodes, tagNumber: 0, tagClass: .contextSpecific) { $0 }
      // Revocation lists in a message are ignored, because the message's author chose them. Configured lists count.
      _ = BER.optionalImplicitlyTagged(&nodes, tagNumber: 1, tagClass: .contextSpecific) { $0 }
      let signers = try nodes.members(.set).map { try MessageSigner($0) }
      return SignedMessage(
        contentType: contentType, content: content, digestAlgorithms: digestAlgorithms,
        certificates: try certificates.map { try $0.members.map(Self.certificate) } ?? [], signers: signers)
    }
  }

  private init(
    contentType: ASN1ObjectIdentifier, content: ArraySlice<UInt8>?, digestAlgorithms: [MessageAlgorithm],
    certificates: [ArraySlice<UInt8>], signers: [MessageSigner]
  ) {
    self.contentType = contentType
    self.content = content
    self.digestAlgorithms = digestAlgorithms
    self.certificates = certificates
    self.signers = signers
  }

  private static func encapsulated(
    _ nodes: inout ASN1NodeCollection.Iterator
  ) throws -> (ASN1ObjectIdentifier, ArraySlice<UInt8>?) {
    guard let node = nodes.next() else { throw ASN1Error.invalidASN1Object(reason: "no content info") }
    return try BER.sequence(node, identifier: .sequence) { nodes in
      let type = try ASN1ObjectIdentifier(berEncoded: &nodes)
      let content = try BER.optionalExplicitlyTagged(&nodes, tagNumber: 0, tagClass: .contextSpecific) {
        try ASN1OctetString(berEncoded: $0).bytes
      }
      return (type, content)
    }
  }

  /// The bytes of a certificate; a certificate whose signature has unused bits is refused.
  ///
  /// The first byte of the signature says how many bits at its end are unused, and no signature covers this byte. If
  /// other numbers than 0 were accepted, one certificate could come as several different byte strings.
  private static func certificate(_ node: ASN1Node) throws -> ArraySlice<UInt8> {
    if case .constructed(let fields) = node.content, let signature = Array(fields).last,
      signature.identifier == .bitString, case .primitive(let bits) = signature.content, bits.first != 0
    {
      throw ASN1Error.invalidASN1Object(reason: "a signature with unused bits")
    }
    return node.encodedBytes
  }

  /// The certificate that the signer names; nil if the message does not carry it.
  func certificate(of signer: MessageSigner) -> Certificate? {
    certificates.lazy.filter { (try? CertificateIdentity($0)).map(signer.names) ?? false }
      .compactMap { try? Certificate(derEncoded: $0) }.first
  }
}

extension ASN1Node {
  /// The parts of a constructed node.
  var members: [ASN1Node] {
    get throws {
      guard case .constructed(let nodes) = content else { throw ASN1Error.unexpectedFieldType(identifier) }
      return Array(nodes)
    }
  }
}

extension ASN1NodeCollection.Iterator {
  /// The parts of the next node, which must have this identifier.
  mutating func members(_ identifier: ASN1Identifier) throws -> [ASN1Node] {
    guard let node = next(), node.identifier == identifier else {
      throw ASN1Error.invalidASN1Object(reason: "a field is missing")
    }
    return try node.members
  }
}

extension ASN1ObjectIdentifier {
  static let signedData: Self = [1, 2, 840, 113_549, 1, 7, 2]
  static let data: Self = [1, 2, 840, 113_549, 1, 7, 1]
}
