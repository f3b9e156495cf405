import GoldenMessages
import Foundation
import Testing

@testable import QueueContracts

/// Tests that a body is read as by Foundation's decoder (``Reference``): with the same value, or the same error.
///
/// For half of a surrogate pair Foundation's error has no path, and the codec's has one.
struct ReadingTests {
  /// Compares how the codec and Foundation read one body.
  ///
  /// Returns true if the codec read it.
  @discardableResult
  static func compare<Body: Codable & Equatable>(_ type: Body.Type, _ body: Data, _ comment: String = "") -> Bool {
    let ours = Outcome { () throws(WireError) in try WireCodec.decode(type, from: body) }
    let reference = Outcome { () throws(WireError) in try Reference.decode(type, from: body) }
    let mayHoldHalfPair = String(decoding: body, as: UTF8.self).lowercased().contains(#"\ud"#)
    #expect(
      ours == reference || (mayHoldHalfPair && ours.isUndecodable && reference.isUndecodableWithoutPath),
      "\(comment) \(String(decoding: body, as: UTF8.self))")
    return ours.isValue
  }

  /// Compares how the codec and Foundation read the golden bodies and their mutations.
  ///
  /// Returns the number of mutations that the codec read.
  static func compare<Body: Codable & Equatable>(_ type: Body.Type, near golden: [String], seed: UInt64) -> Int {
    var mutations = Mutations(random: SplitMix64(seed: seed))
    var read = 0
    for text in golden {
      compare(type, Data(text.utf8))
      for number in 0..<150 where compare(type, mutations.mutated(Data(text.utf8)), "seed \(seed), \(number):") {
        read += 1
      }
    }
    return read
  }

  @Test("A body with changed bytes is read or refused as by Foundation's decoder", arguments: [UInt64(1), 2])
  func mutated(seed: UInt64) {
    let read = [
      Self.compare(
        ApplicationForm.self, near: [Golden.formMinimal, Golden.formTypical, Golden.formWorst], seed: seed),
      Self.compare(ApplicationWithdrawn.self, near: [Golden.withdrawn, Golden.withdrawnWorst], seed: seed),
      Self.compare(
        TransferRequested.self, near: [Golden.transferRequestedTypical, Golden.transferRequestedWorst], seed: seed),
      Self.compare(
        SchoolAdmissionRequested.self, near: [Golden.admissionRequestedTypical, Golden.admissionRequestedWorst],
        seed: seed),
      Self.compare(SchoolDecided.self, near: [Golden.decidedTypical, Golden.decidedWorst], seed: seed),
      Self.compare(
        ProcessingUpdated.self, near: [Golden.updatedMinimal, Golden.updatedTypical, Golden.updatedWorst], seed: seed),
      Self.compare(HistoryEntry.self, near: [Golden.historyTypical, Golden.historyWorst], seed: seed),
    ]
    #expect(read.allSatisfy { $0 > 10 }, "\(read)")
  }

  @Test("A submission with changed bytes, in its form or around it, is read or refused as by Foundation's decoder")
  func mutatedSubmissions() throws {
    var mutations = Mutations(random: SplitMix64(seed: 3))
    for _ in 0..<200 {
      let form = mutations.mutated(Data(Golden.formTypical.utf8))
      let body = try ApplicationSubmittedTests.body(form, signature: ApplicationSubmittedTests.sms).data
      Self.compare(ApplicationSubmitted.self, body)
      Self.compare(ApplicationSubmitted.self, mutations.mutated(body))
    }
  }

  @Test(
    "A number is read or refused as by Foundation's decoder",
    arguments: [
      "0", "-0", "1", "-1", "1.0", "-1.0", "1.5", "1e2", "1E+2", "1.5e1", "1e-1", "10e-1", "0e0", "0.0", "127", "128",
      "-128", "-129", "255", "256", "65535", "65536", "2147483647", "2147483648", "4294967295", "4294967296",
      "9007199254740991", "9007199254740992", "9007199254740993", "9007199254740993.0", "9223372036854775807",
      "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615",
      "18446744073709551616", "999999999999999", "1000000000000000", "123456789012345678", "1234567890123456789",
      "99999999999999999999", "1e18", "1e19", "1e20", "1e308", "1e309", "-1e309", "1e-323", "1e-400", "0e-400",
      "0.1", "3.4e38", "3.5e38", "1.0000000000000001", "0.30000000000000004", "100000000000000000000000000000.0",
      "2.5", "1775016000", "1775016000.123", "null", "true", "\"1\"", "[1]", "{}", "\"\"",
    ])
  func numbers(written: String) {
    let names = [
      "int", "double", "float", "small", "short", "medium", "long", "word", "byte", "pair", "quad", "octet", "text",
      "flag", "data",
    ]
    for name in names { Self.compare(Probe.self, Data(#"{"list":[{"\#(name)":\#(written)}]}"#.utf8)) }
    for name in ["ints", "doubles", "texts", "flags"] {
      Self.compare(Probe.self, Data(#"{"\#(name)":[1,\#(written)]}"#.utf8))
    }
    Self.compare(Int.self, Data("\(written) ".utf8))
    Self.compare(Double.self, Data("\(written) ".utf8))
  }

  @Test(
    "Escapes, surrogates, respelled keys, base64 and enum cases are read as by Foundation's decoder",
    arguments: [
      #"{"text":"\ud83c\udf93"}"#, #"{"text":"\ud83c"}"#, #"{"text":"\udf93"}"#, #"{"text":"\ud83c\u0041"}"#,
      #"{"text":"\ud83cx"}"#, #"{"text":"\ud83c\n"}"#, #"{"text":"🎓\udf93"}"#, #"{"text":"\ud83c\ud83c\udf93"}"#,
      #"{"text":"\"\\\/\b\f\n\r\t\u00e9\u04D9"}"#, #"{"text":"\u0000"}"#, #"{"texts":["\u0000"]}"#,
      #"{"text":"a\\u0000"}"#, #"{"unknown":"\ud83c"}"#, #"{"\ud83c":1}"#, #"{"list":[{"\ud83c":1}]}"#,
      #"{"unknown":{"\ud83c":1}}"#, #"{"\u0074ext":"a"}"#, #"{"te\u0078t":1}"#, #"{"named":{"K":1,"e\u0301":2}}"#,
      #"{"named":{"\u212A":1}}"#, #"{"named":{"a":"b"}}"#, #"{"numbered":{"1":"a","x":"b"}}"#, #"{"data":"AAA="}"#,
      #"{"data":"AAB="}"#, #"{"data":"AAA"}"#, #"{"data":"A\u0041A="}"#, #"{"data":"!"}"#, #"{"data":""}"#,
      #"{"choice":{"none":{}}}"#, #"{"choice":{"some":{"first":1}}}"#, #"{"choice":{"some":{"second":"a"}}}"#,
      #"{"choice":{}}"#, #"{"choice":{"none":{},"some":{}}}"#, #"{"choice":[]}"#, #"{"list":[null]}"#,
      #"{"list":{}}"#, #"{"list":[[]]}"#, #"{"texts":[null,"a",1]}"#, #"{"named":null}"#, #"{"named":[]}"#, "[]",
      "null",
      "\u{FEFF}{}", #"{"flags":[null]}"#, #"{"ints":[null]}"#, #"{"ints":[1,]}"#, #"{"int":1,}"#, "{} {}", "",
    ])
  func rareFeatures(text: String) { Self.compare(Probe.self, Data(text.utf8)) }

  @Test(
    "Half of a surrogate pair is an error with the path of the text, or of the object whose key has it",
    arguments: [
      (#"{"text":"\ud83c"}"#, "text"), (#"{"texts":["a","\udf93"]}"#, "texts.1"),
      (#"{"list":[{"\ud83c":1}]}"#, "list.0"),
    ])
  func halfPair(text: String, path: String) {
    #expect(throws: WireError(.undecodable, path: path)) { try WireCodec.decode(Probe.self, from: Data(text.utf8)) }
  }

  @Test("Nesting is read to the same depth as by Foundation's decoder", arguments: [510, 511, 512, 513, 514, 2000])
  func depth(levels: Int) {
    let (open, close) = (String(repeating: "[", count: levels - 1), String(repeating: "]", count: levels - 1))
    Self.compare(Probe.self, Data(#"{"text":"a","x":\#(open)\#(close)}"#.utf8))
    Self.compare(Probe.self, Data(#"{"text":"a","text":"b","x":\#(open)\#(close)}"#.utf8))
  }

  @Test("JSON that Foundation wrote, changed or not, is read as by Foundation's decoder", arguments: [UInt64(4), 5])
  func random(seed: UInt64) throws {
    var mutations = Mutations(random: SplitMix64(seed: seed))
    for _ in 0..<60 {
      let text = try Reference.encode(mutations.probe())
      Self.compare(Probe.self, text)
      Self.compare(Probe.self, mutations.mutated(text))
    }
  }

  @Test("JSONReader reads JSON of any size and with any character, from bytes or from a text")
  func reader() throws {
    let text = #"{"text":"\u0000 Ә","ints":[1,2]}"#
    let expected = Probe(text: "\u{0} Ә", ints: [1, 2])
    #expect(try JSONReader.decode(Probe.self, from: text) == expected)
    #expect(try JSONReader.decode(Probe.self, from: Data(text.utf8)) == expected)
    let large = "[" + String(repeating: "{},", count: 200_000) + "{}]"
    #expect(try JSONReader.decode([Probe].self, from: large).count == 200_001)
    for wrong in ["", "{", #"{"text":1}"#, #"{"text":"a","text":"a"}"#, "[1,]"] {
      #expect(throws: DecodingError.self) { try JSONReader.decode(Probe.self, from: wrong) }
    }
  }
}
