public import Foundation
import Synchronization
import X509

/// The configured revocation lists.
///
/// A certificate whose issuer has no list here is not asked about. What a list says holds from the revocation's time
/// on. A list whose successor was due by then tells what it names, and nothing of the others: they wait.
public final class RevocationLists: Sendable {
  private let lists: [DistinguishedName: [RevocationList]]
  /// Whether the list is by the key, which is a matter of the list's whole length and so asked once.
  private let isBy: Mutex<[Authorship: Bool]>

  private struct Authorship: Hashable {
    let issuer: DistinguishedName
    let index: Int
    let key: Certificate.PublicKey
  }

  /// None.
  public init() {
    lists = [:]
    isBy = Mutex([:])
  }

  /// Reads a file of PEM objects `X509 CRL`.
  public init(pem content: Data) throws(TrustProblem) {
    var lists: [RevocationList] = []
    for (index, object) in try PEMFile.objects(content, kind: "X509 CRL").enumerated() {
      do {
        lists.append(try RevocationList(object))
      } catch is RevocationList.Unsupported {
        throw TrustProblem("holds, as object \(index + 1), a list of an unknown kind; give full lists, no delta lists")
      } catch {
        throw TrustProblem("holds, as object \(index + 1), no revocation list")
      }
    }
    self.lists = Dictionary(grouping: lists, by: \.issuer)
    isBy = Mutex([:])
  }

  /// Every certificate of the chain but the root, by the lists of its issuer.
  func examine(_ chain: [Certificate], at time: Date, _ trail: inout Trail) throws(Trail.End) {
    var consulted = 0
    for (certificate, issuer) in zip(chain, chain.dropFirst()) {
      let own = lists(of: issuer)
      if own.contains(where: { list in list.revoked[certificate.serialNumber].map { $0 <= time } ?? false }) {
        throw trail.end(.revocation, "a certificate was revoked by the signing time")
      }
      guard own.isEmpty || own.contains(where: { $0.nextUpdate.map { time <= $0 } ?? true }) else {
        throw trail.end(
          .revocation, "the revocation list of the signing time is missing; EDS_CRLS is out of date", as: .unknown)
      }
      consulted += own.isEmpty ? 0 : 1
    }
    trail.passed(.revocation, consulted == 0 ? "no list is configured for the issuers" : "not revoked")
  }

  private func lists(of issuer: Certificate) -> [RevocationList] {
    (lists[issuer.subject] ?? []).enumerated().compactMap { index, list in
      let authorship = Authorship(issuer: issuer.subject, index: index, key: issuer.publicKey)
      if let known = isBy.withLock({ $0[authorship] }) { return known ? list : nil }
      let signed = list.isSigned(by: issuer.publicKey)
      isBy.withLock { $0[authorship] = signed }
      return signed ? list : nil
    }
  }
}
