import Crypto
import Foundation
import QueueContracts
import Samples
import Signatures
import Testing

@Suite("An attested SMS password")
struct AttestationTests {
  @Test("An attestation of this form for this applicant is genuine, whatever name its header gives to the key")
  func genuine() async throws {
    let thumbprint = Signed.portal.key.publicKey.thumbprint
    for kid in [nil, thumbprint, "key-of-2026", ""] {
      let header = kid.map { #"{"alg":"ES256","kid":"\#($0)"}"# } ?? #"{"alg":"ES256"}"#
      let report = try await Signed.judge(attestation: Signed.portal.attest(Signed.claims(), header: header))
      #expect(report.verdict == .genuine)
      #expect(report.steps.map(\.check) == [.encoding, .algorithm, .signature, .form, .time, .identity])
    }
  }

  @Test("While a key is replaced, the old and the new key can attest, and a third key cannot")
  func rotation() async throws {
    let portals = [SamplePortal(), SamplePortal(), SamplePortal()]
    let keys = try AttestationKeys(pem: Data((portals[0].publicKey + "# the next one\n" + portals[1].publicKey).utf8))
    let verifier = Signed.verifier { $0.attestationKeys = keys }
    var verdicts: [SignatureVerdict] = []
    for portal in portals {
      let header = #"{"alg":"ES256","kid":"\#(portal.key.publicKey.thumbprint)"}"#
      let attestation = try portal.attest(Signed.claims(), header: header)
      verdicts.append(try await verifier.judge(Signed.submitted(.sms(attestation: attestation))).verdict)
    }
    #expect(verdicts == [.genuine, .genuine, .invalid])
  }

  @Test("If kid is the thumbprint of one key, a signature by another key is refused")
  func namedKey() async throws {
    let other = SamplePortal()
    let keys = try AttestationKeys(pem: Data((Signed.portal.publicKey + other.publicKey).utf8))
    let header = #"{"alg":"ES256","kid":"\#(other.key.publicKey.thumbprint)"}"#
    let attestation = try Signed.portal.attest(Signed.claims(), header: header)
    let report = try await Signed.verifier { $0.attestationKeys = keys }
      .judge(Signed.submitted(.sms(attestation: attestation)))
    #expect(report.failure?.check == .signature)
  }

  @Test(
    "An attestation whose header asks for another algorithm than ES256 is refused",
    arguments: ["none", "None", "HS256", "ES384", "RS256", "es256", ""])
  func otherAlgorithms(name: String) async throws {
    let header = #"{"alg":"\#(name)"}"#
    let genuine = try Signed.portal.attest(Signed.claims(), header: header)
    let signed = genuine.split(separator: ".").prefix(2).joined(separator: ".")
    // The public key is not secret. If a verifier accepted HS256, anybody could use the public key to make an
    // attestation that it accepts.
    let secret = SymmetricKey(data: Data(Signed.portal.publicKey.utf8))
    let code = Data(HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: secret)).base64URL
    for attestation in [genuine, signed + ".", signed + "." + code] {
      let report = try await Signed.judge(attestation: attestation)
      #expect(report.verdict == .invalid)
      #expect(report.failure?.check == .algorithm)
    }
  }

  @Test("An attestation with a critical header parameter is refused")
  func criticalHeader() async throws {
    let header = #"{"alg":"ES256","crit":["b64"],"b64":false}"#
    let report = try await Signed.judge(attestation: Signed.portal.attest(Signed.claims(), header: header))
    #expect(report.failure?.check == .algorithm)
  }

  @Test(
    "A header that two parsers could read differently is refused",
    arguments: [
      #"{"alg":"ES256","alg":"none"}"#, #"{"alg":"ES256","kid":"a","kid":"b"}"#, #"{"alg":"ES256",}"#,
      #"{"alg":"ES256","\u0061lg":"ES256"}"#, "\u{FEFF}\u{FEFF}{}", #"{"alg":"ES256"} x"#,
    ])
  func ambiguousHeader(header: String) async throws {
    let report = try await Signed.judge(attestation: Signed.portal.attest(Signed.claims(), header: header))
    #expect(report.verdict == .invalid)
    #expect(report.failure?.check == .encoding)
  }

  @Test("An attestation of one form is refused for another form")
  func replay() async throws {
    let attestation = try Signed.portal.attest(Signed.claims())
    let report = try await Signed.judge(attestation: attestation, form: Signed.otherForm)
    #expect(report.verdict == .invalid)
    #expect(report.failure?.check == .form)
  }

  @Test("If another person confirmed the password, the verdict is `otherSigner`")
  func otherSigner() async throws {
    let report = try await Signed.judge(attestation: Signed.portal.attest(Signed.claims { $0.sub = Signed.otherIIN }))
    #expect(report.verdict == .otherSigner)
    #expect(report.failure?.check == .identity)
  }

  @Test(
    "The code must be confirmed at most 24 hours before and 5 minutes after the submission",
    arguments: [(-86_400, true), (-86_401, false), (300, true), (301, false), (0, true)])
  func bounds(seconds: Int64, stands: Bool) async throws {
    let attestation = try Signed.portal.attest(
      Signed.claims { $0.iat = Signed.submittedAt.milliseconds / 1000 + seconds })
    let report = try await Signed.judge(attestation: attestation)
    #expect(report.verdict == (stands ? .genuine : .invalid))
    #expect(report.failure?.check == (stands ? nil : .time))
  }

  @Test("A form's hash in upper case does not match")
  func upperCase() async throws {
    let attestation = try Signed.portal.attest(Signed.claims { $0.formSha256 = $0.formSha256.uppercased() })
    #expect(try await Signed.judge(attestation: attestation).failure?.check == .form)
  }

  @Test("A text that is not an attestation is refused")
  func garbage() async throws {
    let good = try Signed.portal.attest(Signed.claims())
    let parts = good.split(separator: ".").map(String.init)
    let garbage = [
      "", ".", "..", "...", "e30.e30.e30", "not.a.jws", good + ".", "." + good, good + "=", parts[0] + "." + parts[1],
      String(good.dropLast()), "\(parts[0])\n.\(parts[1]).\(parts[2])", good.replacing("-", with: "+") + "+",
      String(repeating: ".", count: 100_000), parts[0] + "." + parts[1] + "." + Data(count: 64).base64URL,
      Data(String(repeating: "[", count: 50_000).utf8).base64URL + ".e30.",
    ]
    for text in garbage {
      let report = try await Signed.judge(attestation: text)
      #expect(report.verdict == .invalid, "\(text.prefix(40))")
    }
  }

  @Test("An attestation with any bit changed is refused")
  func bitFlips() async throws {
    let good = Array(try Signed.portal.attest(Signed.claims()).utf8)
    let verifier = Signed.verifier()
    for place in good.indices {
      for bit in 0..<7 {
        var bad = good
        bad[place] ^= 1 << bit
        let text = String(decoding: bad, as: UTF8.self)
        let report = try await verifier.judge(Signed.submitted(.sms(attestation: text)))
        #expect(report.verdict == .invalid, "byte \(place), bit \(bit)")
      }
    }
  }

  @Test("Without the portal's keys an attestation is unsupported, not invalid")
  func noKeys() async throws {
    let report = try await Signed.verifier { $0.attestationKeys = nil }
      .judge(Signed.submitted(.sms(attestation: Signed.portal.attest(Signed.claims()))))
    #expect(report.verdict == .unsupported)
  }

  @Test(
    "The error for a file of keys that cannot be used says why",
    arguments: [
      ("", "holds no PEM object PUBLIC KEY"), ("\u{FFFD}", "holds no PEM object PUBLIC KEY"),
      ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "of the curve P-256"),
      ("-----BEGIN PUBLIC KEY-----\n####\n-----END PUBLIC KEY-----\n", "is not in PEM"),
      (P384.Signing.PrivateKey().publicKey.pemRepresentation, "of the curve P-256"),
      (P256.Signing.PrivateKey().pemRepresentation, "other than"),
    ])
  func brokenFile(text: String, says: String) {
    let problem = #expect(throws: TrustProblem.self) { try AttestationKeys(pem: Data(text.utf8)) }
    #expect(problem?.text.contains(says) ?? false, "\(problem?.text ?? "")")
  }
}
