import Foundation
import SwiftASN1
import X509

/// The signer's certificate, checked for its purpose and its owner (docs/domain.md, section 4).
struct SignerCertificate {
  private let certificate: Certificate

  init(_ certificate: Certificate) { self.certificate = certificate }

  func examine(applicantIIN: String, _ trail: inout Trail) throws(Trail.Failure) {
    guard isNoAuthority else { throw trail.end(.usage, "the certificate is an authority's") }
    let purposes = (try? certificate.extensions.extendedKeyUsage).map { $0.map { ASN1ObjectIdentifier($0) } } ?? []
    guard !purposes.contains(where: \.isOrganisation), !namesOrganisation else {
      throw trail.end(.usage, "the certificate is an organisation's")
    }
    guard purposes.contains(.individual) else { throw trail.end(.usage, "the certificate is not an individual's") }
    guard let usage = try? certificate.extensions.keyUsage, usage.digitalSignature, usage.nonRepudiation,
      !usage.keyEncipherment
    else { throw trail.end(.usage, "the certificate is not for signing") }
    trail.passed(.usage, "an individual's, for signing")

    let numbers = texts(.NameAttributes.serialNumber)
    guard numbers.count == 1, let number = numbers.first, number.hasPrefix("IIN"), number.utf8.count == 15 else {
      throw trail.end(.identity, "the certificate's subject has no IIN as its serial number")
    }
    // The IINs are compared as they are written; a rule about the form judges whether the applicant's IIN is valid.
    guard number.dropFirst(3) == applicantIIN else {
      throw trail.end("the certificate is of somebody else than the applicant", signedBy: String(number.dropFirst(3)))
    }
    trail.passed(.identity, "the applicant")
  }

  private var isNoAuthority: Bool {
    guard certificate.extensions[oid: .X509ExtensionID.basicConstraints] != nil else { return true }
    guard case .notCertificateAuthority = try? certificate.extensions.basicConstraints else { return false }
    return true
  }

  /// True if the subject names an organisation, in any spelling.
  ///
  /// The certificates of an organisation's head and employees name the organisation as well. A unit (OU) counts as an
  /// organisation if it begins with `BIN`, is empty, or is not a text.
  private var namesOrganisation: Bool {
    if !texts(.NameAttributes.organizationName).isEmpty || !texts(.organizationIdentifier).isEmpty { return true }
    return texts(.NameAttributes.organizationalUnitName).contains { $0.isEmpty || $0.foldedAsName.hasPrefix("bin") }
  }

  /// The subject's values of this type; a value that is not a text is read as an empty one.
  private func texts(_ type: ASN1ObjectIdentifier) -> [String] {
    certificate.subject.flatMap { $0.filter { $0.type == type } }.map { String($0.value) ?? "" }
  }
}

extension ASN1ObjectIdentifier {
  fileprivate static let individual: Self = [1, 2, 398, 3, 3, 4, 1, 1]
  fileprivate static let organizationIdentifier: Self = [2, 5, 4, 97]

  /// True for 1.2.398.3.3.4.1.2 and all identifiers under it: an organisation, its head, its employees.
  fileprivate var isOrganisation: Bool { oidComponents.starts(with: [1, 2, 398, 3, 3, 4, 1, 2]) }
}
