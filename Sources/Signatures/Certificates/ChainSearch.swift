import Foundation
import X509

/// Searches for a chain from a person's certificate to a trusted one, at a bounded cost.
///
/// A message may carry any certificates. Some could belong to authorities that have all signed each other, and each
/// order of these authorities is a possible chain. So the number of signature checks is limited, and a signature is not
/// checked if a name, a key or a constraint rules it out.
struct ChainSearch {
  /// The greatest number of signatures that are checked for one message.
  ///
  /// The number is far more than a chain needs. It allows for three issuers whose keys were each replaced twice under
  /// the same name.
  static let checksAtMost = 12

  /// The error if no more signatures may be checked.
  struct LimitReached: Error {}

  private let leaf: Certificate
  private let anchors: TrustAnchors
  private let carried: [IssuerChain.Carried]
  /// The times at which all certificates must be valid.
  private let times: [Date]
  private(set) var checks: Int
  private var verified: [Pair: Bool] = [:]
  /// The first chain that fails only because a certificate was not valid at one of the times; nil if there is none.
  private(set) var expired: [Issuer]?

  private struct Pair: Hashable {
    let certificate: Certificate
    let issuer: String
  }

  /// Prepares a search.
  ///
  /// - Parameters:
  ///   - leaf: the person's certificate.
  ///   - carried: the certificates that the message carries.
  ///   - anchors: the trusted certificates.
  ///   - times: the times at which all certificates have to be valid.
  ///   - checks: the number of signatures that were checked for this message before.
  init(
    from leaf: Certificate, over carried: [IssuerChain.Carried], to anchors: TrustAnchors, at times: [Date], checks: Int
  ) {
    self.leaf = leaf
    self.carried = carried
    self.anchors = anchors
    self.times = times
    self.checks = checks
  }

  /// Finds the first good chain; nil if there is none.
  mutating func findChain() throws(LimitReached) -> IssuerChain? {
    guard leaf.isUnderstood else { return nil }
    return try findChain(from: leaf, issuedBy: ComparableName(leaf.issuer), over: [])
  }

  private mutating func findChain(
    from tip: Certificate, issuedBy name: ComparableName, over path: [IssuerChain.Carried]
  ) throws(LimitReached) -> IssuerChain? {
    guard tip.isStronglySigned else { return nil }
    for anchor in anchors.issuers(named: name, of: tip) where anchor.issuer.mayIssue(above: path.count) {
      guard try isSigned(tip, by: anchor.issuer) else { continue }
      let above = [anchor.issuer] + anchor.above
      guard above.indices.allSatisfy({ above[$0].mayIssue(above: path.count + $0) }) else { continue }
      let issuers = path.map(\.issuer) + above
      guard leaf.isValid(at: times), issuers.allSatisfy({ $0.certificate.isValid(at: times) }) else {
        expired = expired ?? issuers
        continue
      }
      return IssuerChain(issuers: issuers, carried: path.map(\.bytes))
    }
    for next in carried where next.issuer.subject == name && next.issuer.mayIssue {
      guard next.issuer.mayIssue(above: path.count),
        !path.contains(where: { $0.issuer.identity == next.issuer.identity }),
        try isSigned(tip, by: next.issuer)
      else { continue }
      if let chain = try findChain(from: next.issuer.certificate, issuedBy: next.issuer.issuerName, over: path + [next])
      {
        return chain
      }
    }
    return nil
  }

  private mutating func isSigned(_ certificate: Certificate, by issuer: Issuer) throws(LimitReached) -> Bool {
    let pair = Pair(certificate: certificate, issuer: issuer.identity)
    if let known = verified[pair] { return known }
    guard checks < Self.checksAtMost else { throw LimitReached() }
    checks += 1
    let answer = issuer.certificate.publicKey.isValidSignature(certificate.signature, for: certificate)
    verified[pair] = answer
    return answer
  }
}
