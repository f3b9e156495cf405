import Foundation
import SwiftASN1
import X509

/// A certificate revocation list (RFC 5280, 5) before its signature is verified.
struct RevocationList: Sendable {
  let issuer: DistinguishedName
  let thisUpdate: Date
  /// The time by which the next list is due.
  let nextUpdate: Date
  /// The time at which each certificate was revoked.
  let revoked: [Certificate.SerialNumber: Date]

  private let signedBytes: ArraySlice<UInt8>
  private let algorithm: Certificate.SignatureAlgorithm
  private let signature: ArraySlice<UInt8>

  /// The reason why a list can be read but not used.
  enum Unusable: Error {
    /// A critical extension changes the list's meaning, e.g. makes it a delta list.
    case extended
    /// The algorithm of the signature is weak or unknown.
    case weaklySigned
    /// The list has no `nextUpdate`, so it would never be out of date.
    case endless
  }

  init(_ bytes: [UInt8]) throws {
    let root = try DER.parse(bytes)
    let (body, algorithm, signature) = try DER.sequence(root, identifier: .sequence) { nodes in
      guard let body = nodes.next(), let algorithm = nodes.next() else {
        throw ASN1Error.invalidASN1Object(reason: "a field is missing")
      }
      return (body, try MessageAlgorithm(algorithm), try ASN1BitString(derEncoded: &nodes))
    }
    // Unused bits would allow a second encoding of the same list, with another fingerprint.
    guard signature.paddingBits == 0 else { throw ASN1Error.invalidASN1Object(reason: "a signature with unused bits") }
    guard let known = Certificate.SignatureAlgorithm(algorithm) else { throw Unusable.weaklySigned }
    signedBytes = body.encodedBytes
    self.algorithm = known
    self.signature = signature.bytes
    (issuer, thisUpdate, nextUpdate, revoked) = try DER.sequence(body, identifier: .sequence) { nodes in
      var field = nodes.next()
      if field?.identifier == .integer { field = nodes.next() }  // the version
      guard try field.map(MessageAlgorithm.init) == algorithm, let issuer = nodes.next(), let time = nodes.next() else {
        throw ASN1Error.invalidASN1Object(reason: "a field is missing")
      }
      field = nodes.next()
      var next: Date?
      if let node = field, [.utcTime, .generalizedTime].contains(node.identifier) {
        next = try Date(timeNode: node)
        field = nodes.next()
      }
      var revoked: [Certificate.SerialNumber: Date] = [:]
      if let node = field, node.identifier == .sequence {
        for entry in try node.members {
          let (number, date) = try Self.entry(entry)
          revoked[number] = min(revoked[number] ?? date, date)
        }
        field = nodes.next()
      }
      if let node = field { try Self.refuseCritical(try node.members.first?.members ?? []) }
      guard let next else { throw Unusable.endless }
      return (try DistinguishedName(derEncoded: issuer), try Date(timeNode: time), next, revoked)
    }
  }

  private static func entry(_ node: ASN1Node) throws -> (Certificate.SerialNumber, Date) {
    try DER.sequence(node, identifier: .sequence) { nodes in
      let number = try ArraySlice<UInt8>(derEncoded: &nodes)
      guard let date = nodes.next() else { throw ASN1Error.invalidASN1Object(reason: "a field is missing") }
      if let extensions = nodes.next() { try refuseCritical(try extensions.members) }
      return (Certificate.SerialNumber(bytes: number), try Date(timeNode: date))
    }
  }

  private static func refuseCritical(_ extensions: [ASN1Node]) throws {
    for node in extensions {
      let parts = try node.members
      if parts.count > 2, try Bool(derEncoded: parts[1]) { throw Unusable.extended }
    }
  }

  func isSigned(by key: Certificate.PublicKey) -> Bool {
    key.isValidSignature(signature, for: signedBytes, signatureAlgorithm: algorithm)
  }
}
