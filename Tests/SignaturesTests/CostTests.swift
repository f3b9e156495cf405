import Foundation
import QueueContracts
import Samples
import Signatures
import Testing

/// A benchmark, not a test.
///
/// `SIGNATURE_BENCHMARK=2 swift test -c release -Xswiftc -enable-testing --filter CostTests` judges signatures of each
/// kind for two seconds.
struct CostTests {
  private static let seconds = ProcessInfo.processInfo.environment["SIGNATURE_BENCHMARK"].flatMap(Double.init)

  @Test("The cost of judging one signature", .enabled(if: seconds != nil))
  func costs() async throws {
    let (bytes, time) = (Signed.form.bytes, Signed.submittedAt.date)
    let ecdsa = Signed.submitted(.eds(cms: try Signed.signer().sign(bytes, at: time)))
    let rsa = Signed.submitted(.eds(cms: try Signed.rsaSigner.sign(bytes, at: time)))
    let people = try (0..<2000).map { _ in Signed.submitted(.eds(cms: try Signed.signer().sign(bytes, at: time))) }
    let anchors = try TrustAnchors(pem: Data(Signed.authority.roots().utf8), remembered: 2)
    let forgetful = Signed.verifier { $0.anchors = anchors }
    try await measure("SMS", [Signed.submitted(.sms(attestation: try Signed.portal.attest(Signed.claims())))])
    try await measure("EDS, ECDSA, chain known", [ecdsa])
    try await measure("EDS, RSA 2048, chain known", [rsa])
    try await measure("EDS, ECDSA, a new person each time", people, by: forgetful)
  }

  @Test("The cost of the slowest signature: issuers with P-521 keys signed each other", .enabled(if: seconds != nil))
  func bomb() async throws {
    for keys in [1, 3, 5] {
      let bomb = Signed.submitted(.eds(cms: try ChainTests.circle(of: 5, keys: keys)))
      try await measure("P-521, five issuers of \(keys) keys", [bomb], verdict: .invalid)
    }
  }

  private func measure(
    _ what: String, _ applications: [ApplicationSubmitted], by verifier: SignatureVerifier = Signed.verifier(),
    verdict: SignatureVerdict = .genuine
  ) async throws {
    let (clock, limit) = (ContinuousClock(), Duration.seconds(Self.seconds ?? 1))
    let began = clock.now
    var count = 0
    while began.duration(to: clock.now) < limit {
      let report = try await verifier.judge(applications[count % applications.count])
      try #require(report.verdict == verdict)
      count += 1
    }
    let microseconds = (began.duration(to: clock.now) / .microseconds(1)) / Double(count)
    print("\(what): \(Int(microseconds)) µs each, of a form of \(Signed.form.bytes.count) bytes")
  }
}
