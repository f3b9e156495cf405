import Foundation
import SwiftASN1
import X509

/// The content of a certificate of the made-up authority; by default it is a person's signing certificate.
package struct SampleCertificate: Sendable {
  /// The subject's distinguished name.
  package var subject: DistinguishedName
  /// Object identifiers of the extended key usage.
  package var purposes: [ExtendedKeyUsage.Usage] = [Self.individual]
  /// The use of the certificate's key; by default, signatures that cannot be denied.
  package var usage = KeyUsage(digitalSignature: true, nonRepudiation: true)
  /// The time in which the certificate is valid.
  package var validity = SampleAuthority.years
  /// True if the certificate says that it may issue other certificates.
  package var isAuthority = false

  /// The policy of a person's certificate, by the national authority's numbering.
  package static let individual = ExtendedKeyUsage.Usage(oid: [1, 2, 398, 3, 3, 4, 1, 1])
  /// The policy of an organisation's certificate.
  package static let organisation = ExtendedKeyUsage.Usage(oid: [1, 2, 398, 3, 3, 4, 1, 2])

  /// Names a person as the National Certification Authority does.
  package init(iin: String, name: String = "ҮЛГІ АДАМ") throws {
    subject = try DistinguishedName {
      CommonName(name)
      Attribute(.serialNumber, "IIN\(iin)")
      CountryName("KZ")
    }
  }

  /// Lists the extensions for a key.
  package func extensions(for key: Certificate.PublicKey) throws -> Certificate.Extensions {
    try Certificate.Extensions {
      Critical(usage)
      try ExtendedKeyUsage(purposes)
      SubjectKeyIdentifier(hash: key)
      if isAuthority { Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil)) }
    }
  }
}

/// An attribute of a subject's distinguished name; swift-certificates has no builder for the types in ``Name``.
package struct Attribute: RelativeDistinguishedNameConvertible, Sendable {
  /// The type of an attribute in a subject's distinguished name.
  package enum Name: Sendable {
    case serialNumber, organization, organizationalUnit, organizationIdentifier, userID
  }

  private let name: Name
  private let text: String

  /// Creates an attribute.
  package init(_ name: Name, _ text: String) {
    self.name = name
    self.text = text
  }

  /// Encodes the attribute as UTF-8.
  package func makeRDN() throws -> RelativeDistinguishedName {
    let type: ASN1ObjectIdentifier =
      switch name {
      case .serialNumber: .NameAttributes.serialNumber
      case .organization: .NameAttributes.organizationName
      case .organizationalUnit: .NameAttributes.organizationalUnitName
      case .organizationIdentifier: [2, 5, 4, 97]
      case .userID: [0, 9, 2342, 19_200_300, 100, 1, 1]
      }
    return RelativeDistinguishedName(.init(type: type, utf8String: text))
  }
}
