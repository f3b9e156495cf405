public import Foundation
import SwiftASN1
import Synchronization
@_spi(DisableValidityCheck) import X509

/// The certificates that end every chain, with the chains that were found to them.
public final class TrustAnchors: Sendable {
  private let store: CertificateStore
  private let known: Mutex<LRUCache<Certificate, IssuerChain>>
  /// By the subject of the issuer that they begin with: most people's certificates are of a few issuers.
  private let knownIssuers = Mutex(LRUCache<DistinguishedName, IssuerChain>(limit: 64))

  /// Reads a file of PEM objects `CERTIFICATE`.
  ///
  /// - Parameter remembered: how many verified chains are kept, 2 or more, so that memory has a bound.
  public init(pem content: Data, remembered: Int = 4096) throws(TrustProblem) {
    var certificates: [Certificate] = []
    for (index, object) in try PEMFile.objects(content, kind: "CERTIFICATE").enumerated() {
      guard let certificate = try? Certificate(derEncoded: object) else {
        throw TrustProblem(
          "holds, as object \(index + 1), a certificate that cannot be used here; GOST roots belong to NCANode")
      }
      certificates.append(certificate)
    }
    store = CertificateStore(certificates)
    known = Mutex(LRUCache(limit: remembered))
  }

  /// The certificates from the signer's to a root's, all of them valid then.
  ///
  /// A way that was found once is not looked for again: its signatures hold for ever. Whether its certificates are
  /// valid then, and whether the message carries them, is asked anew, so that the answer never depends on memory.
  ///
  /// - Parameter carried: the certificates of the message, encoded.
  func chain(
    from leaf: Certificate, over carried: [ArraySlice<UInt8>], at time: Date, _ trail: inout Trail
  ) async throws(Trail.End) -> [Certificate] {
    if leaf.isValid(at: time), let way = known.withLock({ $0[leaf] }), way.serves(carried, at: time) {
      return passed([leaf] + way.issuers, &trail)
    }
    if let way = await viaKnownIssuer(from: leaf, over: carried, at: time) {
      known.withLock { $0[leaf] = way }
      return passed([leaf] + way.issuers, &trail)
    }
    // What cannot be read is left out: a message may carry certificates with keys that are unknown here.
    let others = CertificateStore(carried.compactMap { try? Certificate(derEncoded: $0) }.filter { $0 != leaf })
    if let chain = await found(from: leaf, over: others, to: store, validAt: time) {
      remember(chain)
      return passed(chain, &trail)
    }
    // Not found: once more without the clock, only to say which of the two is wrong.
    guard let chain = await found(from: leaf, over: others, to: store, validAt: nil) else {
      throw trail.end(.chain, "no chain of certificates leads from the signer's to a trusted root")
    }
    trail.passed(.chain, "to a trusted root")
    let whose = leaf.isValid(at: time) ? "an issuer's" : "the signer's"
    let bad = chain.first { !$0.isValid(at: time) } ?? leaf
    throw trail.end(
      .validity,
      "\(whose) certificate \(time < bad.notValidBefore ? "was not valid yet" : "had expired") at the signing time")
  }

  private func passed(_ chain: [Certificate], _ trail: inout Trail) -> [Certificate] {
    trail.passed(.chain, "to a trusted root, over \(chain.count - 2) between")
    trail.passed(.validity, "valid at the signing time")
    return chain
  }

  /// The way of the issuer, where that is known: only the person's own certificate is still to be verified.
  private func viaKnownIssuer(
    from leaf: Certificate, over carried: [ArraySlice<UInt8>], at time: Date
  ) async -> IssuerChain? {
    guard let way = knownIssuers.withLock({ $0[leaf.issuer] }), way.serves(carried, at: time),
      await found(from: leaf, over: CertificateStore(), to: CertificateStore([way.issuers[0]]), validAt: time) != nil
    else { return nil }
    return way
  }

  private func remember(_ chain: [Certificate]) {
    guard let way = IssuerChain(Array(chain.dropFirst())) else { return }
    known.withLock { $0[chain[0]] = way }
    // Name constraints are about the person, and have to be asked of every one.
    guard way.issuers.allSatisfy({ $0.extensions[oid: .X509ExtensionID.nameConstraints] == nil }) else { return }
    knownIssuers.withLock { $0[chain[0].issuer] = way }
  }

  private func found(
    from leaf: Certificate, over others: CertificateStore, to roots: CertificateStore, validAt time: Date?
  ) async -> [Certificate]? {
    var verifier = Verifier(rootCertificates: roots) {
      RFC5280Policy.withValidityCheckDisabled()
      IssuerPolicy(time: time)
    }
    guard case .validCertificate(let chain) = await verifier.validate(leaf: leaf, intermediates: others) else {
      return nil
    }
    return Array(chain)
  }
}

extension Certificate {
  func isValid(at time: Date) -> Bool { notValidBefore <= time && time <= notValidAfter }
}

/// What the library does not ask of a chain: strong signatures, issuers that may issue, and a time of our own.
private struct IssuerPolicy: VerifierPolicy {
  /// Nil where the time is not asked.
  let time: Date?

  // The signer's extended key usage is judged later, critical or not.
  let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [.X509ExtensionID.extendedKeyUsage]

  func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
    // A signer's certificate that is itself a root is a chain of one, which proves nothing.
    guard chain.count >= 2 else { return .failsToMeetPolicy(reason: "no issuer") }
    for certificate in chain.dropLast()
    where !Certificate.SignatureAlgorithm.strong.contains(certificate.signatureAlgorithm) {
      return .failsToMeetPolicy(reason: "a weak signature")
    }
    for issuer in chain.dropFirst() where !issuer.mayIssue {
      return .failsToMeetPolicy(reason: "an issuer that may not issue")
    }
    guard let time else { return .meetsPolicy }
    return chain.allSatisfy { $0.isValid(at: time) } ? .meetsPolicy : .failsToMeetPolicy(reason: "not valid then")
  }
}

extension Certificate {
  /// RFC 5280, 4.2.1.3 and 4.2.1.9.
  fileprivate var mayIssue: Bool {
    guard case .isCertificateAuthority = try? extensions.basicConstraints else { return false }
    guard extensions[oid: .X509ExtensionID.keyUsage] != nil else { return true }
    return (try? extensions.keyUsage)?.keyCertSign ?? false
  }
}
