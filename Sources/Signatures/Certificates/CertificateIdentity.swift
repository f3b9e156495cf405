import Foundation
import SwiftASN1
import X509

/// The fields that identify a certificate and its key.
///
/// The key itself is not parsed, so a certificate with a key of any algorithm has an identity.
struct CertificateIdentity {
  let issuer: DistinguishedName
  let serialNumber: Certificate.SerialNumber
  /// The algorithm of the key, as the certificate states it.
  let keyAlgorithm: MessageAlgorithm
  let keyIdentifier: ArraySlice<UInt8>?

  init(_ bytes: ArraySlice<UInt8>) throws {
    guard let body = try DER.parse(bytes).members.first else {
      throw ASN1Error.invalidASN1Object(reason: "an empty certificate")
    }
    var fields = try body.members[...]
    let version = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
    if fields.first?.identifier == version { fields = fields.dropFirst() }
    let own = Array(fields)
    guard own.count >= 6, let key = try own[5].members.first else {
      throw ASN1Error.invalidASN1Object(reason: "a field is missing")
    }
    serialNumber = Certificate.SerialNumber(bytes: try ArraySlice<UInt8>(derEncoded: own[0]))
    issuer = try DistinguishedName(derEncoded: own[2])
    keyAlgorithm = try MessageAlgorithm(key)
    keyIdentifier = try own.dropFirst(6).first { $0.identifier == Self.extensions }.flatMap(Self.keyIdentifier)
  }

  private static let extensions = ASN1Identifier(tagWithNumber: 3, tagClass: .contextSpecific)

  private static func keyIdentifier(in node: ASN1Node) throws -> ArraySlice<UInt8>? {
    for item in try node.members.first?.members ?? [] {
      let parts = try item.members
      guard let type = parts.first, try ASN1ObjectIdentifier(derEncoded: type) == [2, 5, 29, 14], let value = parts.last
      else { continue }
      return try ASN1OctetString(derEncoded: DER.parse(ASN1OctetString(derEncoded: value).bytes)).bytes
    }
    return nil
  }
}
