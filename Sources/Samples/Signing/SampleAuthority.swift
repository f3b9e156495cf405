import Crypto
import Foundation
import SwiftASN1
import X509

/// A made-up certification authority: a root, and an issuer below the root, which certifies people.
///
/// Nobody but samples and tests may trust it.
package struct SampleAuthority: Sendable {
  /// The root's certificate.
  package let root: Certificate
  /// The certificate of the issuer below the root.
  package let issuer: Certificate
  private let rootKey: P256.Signing.PrivateKey
  private let issuerKey: P256.Signing.PrivateKey

  /// The level of a certificate in the chain: the root, or the issuer below it.
  package enum Level: Sendable, CaseIterable {
    case root, issuer
  }

  /// The time in which the sample's certificates are valid by default.
  package static let years =
    Date(timeIntervalSince1970: 1_577_836_800)...Date(timeIntervalSince1970: 2_524_608_000)  // 2020 to 2050

  /// Creates an authority with fresh keys; all sample authorities have the same names.
  package init() throws {
    rootKey = P256.Signing.PrivateKey()
    issuerKey = P256.Signing.PrivateKey()
    let rootName = try Self.name("QABYLDAU SAMPLE ROOT")
    root = try Certificate(
      version: .v3, serialNumber: .init(), publicKey: .init(rootKey.publicKey),
      notValidBefore: Self.years.lowerBound, notValidAfter: Self.years.upperBound,
      issuer: rootName, subject: rootName, extensions: Self.authority(pathLength: 1), issuerPrivateKey: .init(rootKey))
    issuer = try Certificate(
      version: .v3, serialNumber: .init(), publicKey: .init(issuerKey.publicKey),
      notValidBefore: Self.years.lowerBound, notValidAfter: Self.years.upperBound,
      issuer: rootName, subject: Self.name("QABYLDAU SAMPLE ISSUER"), extensions: Self.authority(pathLength: 0),
      issuerPrivateKey: .init(rootKey))
  }

  /// Issues a certificate with the wanted content, even if the content is wrong.
  package func issue(_ wanted: SampleCertificate, to key: Certificate.PublicKey) throws -> Certificate {
    try Certificate(
      version: .v3, serialNumber: .init(), publicKey: key, notValidBefore: wanted.validity.lowerBound,
      notValidAfter: wanted.validity.upperBound, issuer: issuer.subject, subject: wanted.subject,
      extensions: wanted.extensions(for: key), issuerPrivateKey: .init(issuerKey))
  }

  /// A signer with a certificate and a new key on the curve P-256.
  package func signer(_ wanted: SampleCertificate) throws -> SampleSigner {
    let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
    return SampleSigner(certificate: try issue(wanted, to: key.publicKey), issuer: issuer, key: key)
  }

  /// Signs a revocation list.
  ///
  /// - Parameters:
  ///   - revoked: the revoked certificates, each with the time of its revocation.
  ///   - thisUpdate: the time from which the list holds.
  ///   - nextUpdate: the time at which the next list is due; nil if the list does not say it.
  ///   - level: the authority that issues the list.
  ///   - name: the issuer's name in the list; nil for the name in the issuer's certificate.
  /// - Returns: the list, as a PEM object.
  /// - Throws: an error of the signing library if it cannot encode the list.
  package func revocationList(
    revoked: [(Certificate, Date)] = [], thisUpdate: Date = years.lowerBound, nextUpdate: Date? = years.upperBound,
    of level: Level = .issuer, named name: DistinguishedName? = nil
  ) throws -> String {
    try Self.revocationList(
      by: level == .root ? rootKey : issuerKey, named: name ?? (level == .root ? root : issuer).subject,
      revoked: revoked, thisUpdate: thisUpdate, nextUpdate: nextUpdate)
  }

  /// Signs a revocation list with any key, under any issuer's name, and returns it as a PEM object.
  package static func revocationList(
    by key: P256.Signing.PrivateKey, named name: DistinguishedName, revoked: [(Certificate, Date)] = [],
    thisUpdate: Date = years.lowerBound, nextUpdate: Date? = years.upperBound
  ) throws -> String {
    let algorithm: ASN1ObjectIdentifier = [1, 2, 840, 10_045, 4, 3, 2]
    var body = DER.Serializer()
    try body.appendConstructedNode(identifier: .sequence) { body in
      try body.serialize(1)
      try body.appendConstructedNode(identifier: .sequence) { try $0.serialize(algorithm) }
      try body.serialize(name)
      try body.serialize(GeneralizedTime(thisUpdate))
      if let nextUpdate { try body.serialize(GeneralizedTime(nextUpdate)) }
      guard !revoked.isEmpty else { return }
      try body.appendConstructedNode(identifier: .sequence) { entries in
        for (certificate, date) in revoked {
          try entries.appendConstructedNode(identifier: .sequence) { entry in
            try entry.serialize(certificate.serialNumber.bytes)
            try entry.serialize(GeneralizedTime(date))
          }
        }
      }
    }
    var list = DER.Serializer()
    let signature = try key.signature(for: Data(body.serializedBytes)).derRepresentation
    try list.appendConstructedNode(identifier: .sequence) { list in
      list.serializeRawBytes(body.serializedBytes)
      try list.appendConstructedNode(identifier: .sequence) { try $0.serialize(algorithm) }
      try list.serialize(ASN1BitString(bytes: ArraySlice(signature)))
    }
    return PEMDocument(type: "X509 CRL", derBytes: list.serializedBytes).pemString + "\n"
  }

  /// The certificates that a worker has to trust, as PEM objects.
  ///
  /// The issuer's certificate is among them, because it verifies the issuer's revocation list.
  package func roots(_ levels: [Level] = Level.allCases) throws -> String {
    try levels.map { try ($0 == .root ? root : issuer).serializeAsPEM().pemString + "\n" }.joined()
  }

  /// An empty revocation list of the root, and one of the issuer.
  package func emptyLists() throws -> String { try Level.allCases.map { try revocationList(of: $0) }.joined() }

  private static func name(_ commonName: String) throws -> DistinguishedName {
    try DistinguishedName {
      CountryName("KZ")
      CommonName(commonName)
    }
  }

  private static func authority(pathLength: Int) throws -> Certificate.Extensions {
    try Certificate.Extensions {
      Critical(BasicConstraints.isCertificateAuthority(maxPathLength: pathLength))
      Critical(KeyUsage(keyCertSign: true, cRLSign: true))
    }
  }
}

extension GeneralizedTime {
  /// Encodes a date, to the second.
  package init(_ date: Date) throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
    try self.init(
      year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0, hours: parts.hour ?? 0,
      minutes: parts.minute ?? 0, seconds: parts.second ?? 0, fractionalSeconds: 0)
  }
}
