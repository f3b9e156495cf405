import QueueContracts
public import Foundation
import SwiftASN1
import Synchronization
import X509

/// The trusted certificates, that is, roots and issuers below them, with a cache of the chains found so far.
public final class TrustAnchors: Sendable {
  /// The certificates of the file, for the log.
  public let items: [TrustItem]
  /// All certificates in the order of the file; chains use only those that may issue.
  let issuers: [Issuer]
  private let anchors: [ComparableName: [Anchor]]
  private let known: Mutex<LRUCache<Certificate, IssuerChain>>
  /// The chain that was found last for each issuer, by the issuer's name in a person's certificate.
  ///
  /// A few issuers issue most certificates.
  private let knownIssuers = Mutex(LRUCache<DistinguishedName, IssuerChain>(limit: 64))

  /// A trusted certificate whose owner may issue certificates.
  struct Anchor: Sendable {
    let issuer: Issuer
    /// The certificates above this issuer in the chain, its own issuer's first; all of them come from the file.
    let above: [Issuer]
  }

  /// Reads a file of PEM objects `CERTIFICATE`.
  ///
  /// - Parameters:
  ///   - content: the file.
  ///   - remembered: the greatest number of verified chains that are kept in memory, 2 or more.
  /// - Throws: ``TrustProblem`` if the file holds another object, no certificate, or a certificate that cannot be used.
  public init(pem content: Data, remembered: Int = 4096) throws(TrustProblem) {
    var issuers: [Issuer] = []
    var items: [TrustItem] = []
    for (index, object) in try PEMFile.objects(content, kind: "CERTIFICATE").enumerated() {
      guard let certificate = try? Certificate(derEncoded: object) else {
        throw TrustProblem(
          "holds, as object \(index + 1), a certificate that cannot be used here; GOST roots belong to NCANode")
      }
      let issuer = Issuer(certificate)
      issuers.append(issuer)
      items.append(TrustItem(issuer, bytes: object))
    }
    self.issuers = issuers
    self.items = items
    let anchors = issuers.filter(\.mayIssue).map { Anchor(issuer: $0, above: Self.above($0, in: issuers)) }
    self.anchors = Dictionary(grouping: anchors, by: \.issuer.subject)
    known = Mutex(LRUCache(limit: remembered))
  }

  /// The certificates above an issuer; of several issuers of a certificate, the one that is valid longest is taken.
  private static func above(_ first: Issuer, in issuers: [Issuer]) -> [Issuer] {
    var chain = [first]
    while let last = chain.last, last.subject != last.issuerName, last.certificate.isStronglySigned {
      let next = issuers.filter { candidate in
        candidate.mayIssue && candidate.subject == last.issuerName
          && !chain.contains { $0.identity == candidate.identity }
          && candidate.certificate.publicKey.isValidSignature(last.certificate.signature, for: last.certificate)
      }.max { $0.certificate.notValidAfter < $1.certificate.notValidAfter }
      guard let next else { break }
      chain.append(next)
    }
    return Array(chain.dropFirst())
  }

  /// The trusted issuers that may have issued a certificate, the likeliest first.
  func issuers(named name: ComparableName, of certificate: Certificate) -> [Anchor] {
    let named = anchors[name] ?? []
    guard named.count > 1, let wanted = (try? certificate.extensions.authorityKeyIdentifier)?.keyIdentifier else {
      return named
    }
    let isWanted: (Anchor) -> Bool = {
      (try? $0.issuer.certificate.extensions.subjectKeyIdentifier)?.keyIdentifier == wanted
    }
    return named.filter(isWanted) + named.filter { !isWanted($0) }
  }

  /// The issuers from the signer's issuer up to the end of the chain, all of them valid at the given times.
  ///
  /// A chain is searched once and then cached, because its signatures stay good. Each use checks that its certificates
  /// are valid, and that the message carries those that are not in the file. So the answer does not depend on the
  /// cache.
  ///
  /// - Parameters:
  ///   - leaf: the signer's certificate.
  ///   - carried: the certificates of the message, encoded.
  ///   - times: the times at which all certificates have to be valid.
  ///   - trail: the steps of the examination so far, to which two are added.
  /// - Returns: the issuers, beginning with the issuer of the signer's certificate.
  /// - Throws: the ``Trail/Failure`` of the examination, if there is no such chain.
  func chain(
    from leaf: Certificate, over carried: [ArraySlice<UInt8>], at times: [Date], _ trail: inout Trail
  ) throws(Trail.Failure) -> [Issuer] {
    if leaf.isValid(at: times), let chain = known.withLock({ $0[leaf] }), chain.serves(carried, at: times) {
      return passed(chain, &trail)
    }
    if let chain = viaKnownIssuer(from: leaf, over: carried, at: times, &trail) {
      known.withLock { $0[leaf] = chain }
      return passed(chain, &trail)
    }
    let others = carried.compactMap(IssuerChain.Carried.init).filter { $0.issuer.certificate != leaf }
    var search = ChainSearch(from: leaf, over: others, to: self, at: times, checks: trail.chainChecks)
    let found: IssuerChain?
    do {
      found = try search.findChain()
    } catch {
      trail.chainChecks = search.checks
      throw trail.end(.chain, "the certificates of the CMS ask for more signature checks than a chain needs")
    }
    trail.chainChecks = search.checks
    if let chain = found {
      known.withLock { $0[leaf] = chain }
      knownIssuers.withLock { $0[leaf.issuer] = chain }
      return passed(chain, &trail)
    }
    guard let expired = search.expired else {
      throw trail.end(.chain, "no chain of certificates leads from the signer's to a trusted root")
    }
    trail.passed(.chain, "to a trusted root")
    throw trail.end(.validity, Self.complaint(of: leaf, expired.map(\.certificate), at: times))
  }

  private static func complaint(of leaf: Certificate, _ issuers: [Certificate], at times: [Date]) -> String {
    let bad = ([leaf] + issuers).first { !$0.isValid(at: times) } ?? leaf
    let time = times.first { !bad.isValid(at: $0) } ?? .distantPast
    return "\(bad == leaf ? "the signer's" : "an issuer's") certificate "
      + (time < bad.notValidBefore ? "was not valid yet" : "had expired")
      + " at the time of \(time == times.first ? "signing" : "submission")"
  }

  private func passed(_ chain: IssuerChain, _ trail: inout Trail) -> [Issuer] {
    trail.passed(.chain, "to a trusted root; issuers between: \(chain.issuers.count - 1)")
    trail.passed(.validity, "valid at the times of signing and submission")
    return chain.issuers
  }

  /// Takes the issuer's chain from the cache, and verifies only the person's own certificate.
  ///
  /// The result is nil if the cache has no chain that serves, or if the certificate cannot be verified by it.
  private func viaKnownIssuer(
    from leaf: Certificate, over carried: [ArraySlice<UInt8>], at times: [Date], _ trail: inout Trail
  ) -> IssuerChain? {
    guard leaf.isValid(at: times), leaf.isUnderstood, leaf.isStronglySigned,
      let chain = knownIssuers.withLock({ $0[leaf.issuer] }), chain.serves(carried, at: times)
    else { return nil }
    trail.chainChecks += 1
    return chain.issuers[0].certificate.publicKey.isValidSignature(leaf.signature, for: leaf) ? chain : nil
  }
}
