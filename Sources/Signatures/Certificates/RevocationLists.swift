public import Foundation
import X509

/// A file of revocation lists whose issuers are not yet known and whose signatures are not yet verified.
public final class RevocationListFile: Sendable {
  /// The lists of the file, for the log.
  public let items: [TrustItem]
  fileprivate let lists: [RevocationList]

  /// Reads a file of PEM objects `X509 CRL`.
  ///
  /// - Throws: ``TrustProblem`` if the file holds anything else, no list, or a list that cannot be used.
  public init(pem content: Data) throws(TrustProblem) {
    var lists: [RevocationList] = []
    var items: [TrustItem] = []
    for (index, object) in try PEMFile.objects(content, kind: "X509 CRL").enumerated() {
      let list: RevocationList
      do {
        list = try RevocationList(object)
      } catch let unusable as RevocationList.Unusable {
        throw TrustProblem("holds, as object \(index + 1), \(unusable.words)")
      } catch {
        throw TrustProblem("holds, as object \(index + 1), no revocation list")
      }
      lists.append(list)
      items.append(TrustItem(bytes: object, name: "\(list.issuer)", from: list.thisUpdate, until: list.nextUpdate))
    }
    self.lists = lists
    self.items = items
  }
}

/// The configured revocation lists, each with a verified signature of a trusted issuer.
///
/// A certificate counts as revoked from the time of its revocation on. A list that was out of date at the time of
/// submission still revokes the certificates that it names. If an issuer's list is out of date, signatures by the
/// issuer's other certificates wait for a newer list.
public struct RevocationLists: Sendable {
  /// The lists by the issuer's name and key.
  private let lists: [String: [RevocationList]]

  /// Creates a set without lists.
  public init() { lists = [:] }

  /// Finds the issuer of each list and verifies the list's signature.
  ///
  /// A list that cannot be used is an error, because otherwise it would be ignored silently.
  ///
  /// - Throws: ``TrustProblem`` if the issuer of a list is not trusted, if another key has signed the list, or if the
  ///   issuer's key may not sign lists.
  public init(_ file: RevocationListFile, of anchors: TrustAnchors) throws(TrustProblem) {
    var lists: [String: [RevocationList]] = [:]
    for (index, list) in file.lists.enumerated() {
      let place = "holds, as object \(index + 1), a list of \(list.issuer)"
      let name = ComparableName(list.issuer)
      let named = anchors.issuers.filter { $0.mayIssue && $0.subject == name }
      guard !named.isEmpty else {
        throw TrustProblem(
          "\(place), which is not an issuer in EDS_TRUST_ROOTS; put its certificate there, or take the list out")
      }
      guard let issuer = named.first(where: { list.isSigned(by: $0.certificate.publicKey) }) else {
        throw TrustProblem("\(place), which has not signed it; its certificate in EDS_TRUST_ROOTS has another key")
      }
      guard issuer.certificate.mayUseKey(to: \.cRLSign) else {
        throw TrustProblem("\(place), whose certificate does not allow its key to sign lists (cRLSign)")
      }
      lists[issuer.identity, default: []].append(list)
    }
    self.lists = lists
  }

  /// The names of the trusted issuers without a list; which of their certificates are revoked is not known.
  public func unlisted(of anchors: TrustAnchors) -> [String] {
    anchors.issuers.filter { $0.mayIssue && lists[$0.identity] == nil }.map { "\($0.certificate.subject)" }
  }

  /// Looks up every certificate of the chain, except the root, in the lists of its issuer.
  ///
  /// - Parameters:
  ///   - leaf: the person's certificate.
  ///   - issuers: the issuers, from the one that issued the person's certificate to the root.
  ///   - time: the time of submission.
  ///   - isRequired: true if every issuer must have a list.
  ///   - trail: the steps of the examination so far; this step is added.
  /// - Throws: `Trail.Failure`, which ends the examination, if a certificate was revoked, if a required list is missing, or
  ///   if a list is out of date.
  func examine(
    _ leaf: Certificate, _ issuers: [Issuer], at time: Date, isRequired: Bool, _ trail: inout Trail
  ) throws(Trail.Failure) {
    var consulted = 0
    for (certificate, issuer) in zip([leaf] + issuers.map(\.certificate), issuers) {
      guard let own = lists[issuer.identity] else {
        guard !isRequired else {
          throw trail.end(
            .revocation, "EDS_REVOCATION is required, and EDS_CRLS has no list of an issuer", as: .unsupported)
        }
        continue
      }
      if own.contains(where: { list in list.revoked[certificate.serialNumber].map { $0 <= time } ?? false }) {
        throw trail.end(.revocation, "a certificate was revoked by the time of submission")
      }
      guard own.contains(where: { time <= $0.nextUpdate }) else {
        throw trail.end(
          .revocation, "the revocation list of that day is missing; EDS_CRLS is out of date", as: .unknown)
      }
      consulted += 1
    }
    trail.passed(.revocation, consulted == 0 ? "no list is configured for the issuers" : "not revoked")
  }
}

extension RevocationList.Unusable {
  fileprivate var words: String {
    switch self {
    case .extended: "a list of an unknown kind; use full lists, not delta lists"
    case .weaklySigned: "a list that is not signed by RSA or ECDSA with SHA-256 or stronger"
    case .endless: "a list that does not say when the next one is due (nextUpdate), and so would never be out of date"
    }
  }
}
