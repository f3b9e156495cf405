import GoldenMessages
import Foundation
import Testing

@testable import QueueContracts

/// Tests that our encoder writes the same bytes as Foundation's encoder.
struct WritingTests {
  @Test("Any value gives the same bytes as with Foundation's encoder", arguments: [UInt64(6), 7, 8])
  func random(seed: UInt64) throws {
    var mutations = Mutations(random: SplitMix64(seed: seed))
    for _ in 0..<100 {
      let probe = mutations.probe()
      #expect(WireCodec.encode(probe) == (try Reference.encode(probe)), "seed \(seed)")
      let odd = OddProbe(text: mutations.text())
      #expect(WireCodec.encode(odd) == (try Reference.encode(odd)), "seed \(seed)")
    }
  }

  @Test("Every golden body gives the same bytes as with Foundation's encoder")
  func golden() throws {
    func compare<Body: Codable>(_ type: Body.Type, _ texts: [String]) throws {
      for text in texts {
        let body = try WireCodec.decode(type, from: Data(text.utf8))
        #expect(WireCodec.encode(body) == (try Reference.encode(body)))
        #expect(WireCodec.text(of: body) == String(decoding: try Reference.encode(body), as: UTF8.self))
      }
    }
    try compare(ApplicationForm.self, [Golden.formMinimal, Golden.formTypical, Golden.formWorst])
    try compare(ApplicationWithdrawn.self, [Golden.withdrawn, Golden.withdrawnWorst])
    try compare(TransferRequested.self, [Golden.transferRequestedMinimal, Golden.transferRequestedWorst])
    try compare(SchoolAdmissionRequested.self, [Golden.admissionRequestedMinimal, Golden.admissionRequestedWorst])
    try compare(SchoolDecided.self, [Golden.decidedMinimal, Golden.decidedWorst])
    try compare(ProcessingUpdated.self, [Golden.updatedMinimal, Golden.updatedTypical, Golden.updatedWorst])
    try compare(HistoryEntry.self, [Golden.historyMinimal, Golden.historyWorst])
    let form = try WireCodec.decode(ApplicationForm.self, from: Data(Golden.formWorst.utf8))
    let submitted = ApplicationSubmitted(
      applicationId: ApplicationID("8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11")!, number: ApplicationNumber("A/1")!,
      submittedAt: Timestamp("2026-04-01T09:00:00+05:00")!, form: SignedForm(form), signature: .eds(cms: "a/b+c=\""))
    #expect(WireCodec.encode(submitted) == (try Reference.encode(submitted)))
  }

  @Test("A scalar, list or object is written the same way alone as inside a body")
  func alone() throws {
    #expect(WireCodec.encode([String]()) == Data("[]".utf8))
    #expect(WireCodec.encode(["b", "a"]) == Data(#"["b","a"]"#.utf8))
    #expect(WireCodec.encode("Ә\u{1F}\u{7F}/") == Data("\"Ә\\u001f\u{7F}/\"".utf8))
    #expect(WireCodec.encode(1.0) == Data("1".utf8))
    #expect(WireCodec.encode(Int?.none) == Data("null".utf8))
    #expect(WireCodec.encode([String: Int]()) == Data("{}".utf8))
    #expect(WireCodec.encode(Data([0, 255])) == Data("\"AP8=\"".utf8))
  }

  @Test("A number that is not finite cannot be written")
  func noNumber() {
    #expect(throws: EncodingError.self) { try JSONWriter.bytes(of: [Double.nan]) }
    #expect(throws: EncodingError.self) { try JSONWriter.bytes(of: ["a": Float.infinity]) }
  }
}
