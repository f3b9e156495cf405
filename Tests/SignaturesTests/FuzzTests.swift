import Foundation
import QueueContracts
import Samples
import Signatures
import SwiftASN1
import Testing
import X509

/// Gives the verifier broken input from a seeded generator.
///
/// The input must not crash or hang the verifier, and must not be taken for genuine.
///
/// The tests run seeds from 1 on for three seconds, or for `FUZZ_SECONDS`; `FUZZ_SEED=17` runs seed 17 alone.
@Suite("Broken messages")
struct FuzzTests {
  private static let environment = ProcessInfo.processInfo.environment
  static let seconds = environment["FUZZ_SECONDS"].flatMap(Double.init) ?? 3
  private static let seed = environment["FUZZ_SEED"].flatMap(UInt64.init)

  /// The seeds from 1 to `count`, or only `FUZZ_SEED` if that is set.
  static func seeds(_ count: UInt64) -> ClosedRange<UInt64> { seed.map { $0...$0 } ?? 1...count }

  @Test("Broken envelopes, forms, CMS and attestations do not crash the reader and are not genuine")
  func fuzz() async throws {
    let samples = try Samples()
    let verifier = Signed.verifier()
    let first = Self.seed ?? 1
    let (clock, limit) = (ContinuousClock(), Duration.seconds(Self.seconds))
    let began = clock.now
    var seed = first
    repeat {
      var random = SplitMix64(seed: seed)
      let damaged = samples.damaged(&random)
      if let application = try? WireCodec.decode(ApplicationSubmitted.self, from: damaged) {
        let report = try await verifier.judge(application)
        #expect(
          report.chainChecks <= 12, "FUZZ_SEED=\(seed): \(report.chainChecks) signature checks")
        #expect(
          report.verdict != .genuine || samples.stands(application), "FUZZ_SEED=\(seed): changed, and still genuine")
      }
      seed += 1
    } while Self.seed == nil && began.duration(to: clock.now) < limit
    print("fuzz: \(seed - first) cases in \(began.duration(to: clock.now))")
  }

  /// The bytes, damaged in one to four places.
  static func damaged(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: bytes.indices, using: &random)
      let end = min(bytes.count, place + Int.random(in: 1...64, using: &random))
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: bytes[place] = [0, 0x30, 0x31, 0x7F, 0x80, 0x84, 0xA0, 0xFF].randomElement(using: &random)!
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: bytes.indices, using: &random))
      case 4: bytes.removeSubrange(place...)
      default: for index in place..<end { bytes[index] = UInt8.random(in: 0...255, using: &random) }
      }
    }
    return bytes
  }

  /// Genuine applications, as bodies of messages.
  private struct Samples {
    let applications: [ApplicationSubmitted]
    let bodies: [[UInt8]]
    private let certificates: [[UInt8]]

    init() throws {
      let signer = try Signed.signer()
      let (bytes, time) = (Signed.form.bytes, Signed.submittedAt.date)
      applications = try [
        Signed.submitted(.sms(attestation: Signed.portal.attest(Signed.claims()))),
        Signed.submitted(.eds(cms: signer.sign(bytes, at: time))),
        Signed.submitted(.eds(cms: signer.sign(bytes, attached: true))),
        Signed.submitted(.eds(cms: Signed.rsaSigner.sign(bytes, at: time))),
        Signed.submitted(.eds(cms: ChainTests.circle(of: 5, keys: 2))),
        Signed.submitted(.eds(cms: SampleSigner.pretendingGOST(signer.sign(bytes, at: time)))),
      ]
      certificates = try [signer, Signed.rsaSigner].map { try $0.certificate.serializeAsPEM().derBytes }
      bodies = applications.map { Array(WireCodec.encode($0)) }
    }

    /// A body with some bytes changed: in the envelope, in the form, or in the signature.
    func damaged(_ random: inout SplitMix64) -> Data {
      let index = Int.random(in: bodies.indices, using: &random)
      var application = applications[index]
      switch Int.random(in: 0..<4, using: &random) {
      case 0: return Data(FuzzTests.damaged(bodies[index], &random))
      case 1:
        let bytes = Data(FuzzTests.damaged(Array(application.form.bytes), &random))
        guard let form = try? SignedForm(bytes: bytes) else { return Data() }
        application.form = form
        return WireCodec.encode(application)
      default: break
      }
      switch application.signature {
      case .eds(let cms):
        let bytes = Array(Data(base64Encoded: cms) ?? Data())
        application.signature = .eds(cms: Data(FuzzTests.damaged(bytes, &random)).base64EncodedString())
      case .sms(let attestation):
        let text = String(decoding: FuzzTests.damaged(Array(attestation.utf8), &random), as: UTF8.self)
        application.signature = .sms(attestation: text)
      }
      return WireCodec.encode(application)
    }

    /// True if only unsigned parts were changed: the envelope around an unchanged form and signature, or version
    /// numbers of a CMS.
    func stands(_ application: ApplicationSubmitted) -> Bool {
      guard application.form.bytes == Signed.form.bytes else { return false }
      return switch application.signature {
      case .sms: applications.contains { $0.signature == application.signature }
      case .eds(let cms):
        certificates.contains { Data(base64Encoded: cms)?.range(of: Data($0)) != nil }
      }
    }
  }
}
