import Foundation
import Testing

@testable import QueueContracts

struct JSONGrammarTests {
  @Test(
    "JSON text is accepted",
    arguments: [
      "{}", "[]", "0", "-0", "-1.5e+10", "1E400", "12e-3", "\"\"", "true", "false", "null", " \t\r\n{ } ",
      #"{"a":1,"a":{"b":[1,[],{},"x",null]}}"#, #"["\"\\\/\b\f\n\r\t\u00Af"]"#, #""\ud800""#, "\"Әә Ғғ Ққ 🎓 \u{7F}\"",
      "[[[],[]],[[{\"a\":[]}]]]",
    ])
  func accepted(text: String) { #expect(JSONGrammar.accepts(Data(text.utf8))) }

  @Test(
    "What is no JSON text is not",
    arguments: [
      "", " ", "{", "}", "[", "]", "[}", "{]", "[1,]", "{\"a\":1,}", "[,1]", "[1 2]", "{,}", "{a:1}", "{'a':1}",
      "{\"a\"}", "{\"a\":}", "{\"a\" 1}", "{1:1}", "[1]]", "{}{}", "{} x", "01", "1.", ".5", "-", "+1", "1e", "1e+",
      "0x10", "NaN", "Infinity", "nul", "True", "truefalse", "\"", "\"a", "\"\\\"", #""\x""#, #""\u12G4""#, #""\u123"#,
      #""\u12"34""#, "\"\n\"", "\"\t\"", "\"\u{0}\"", "\u{0}", "/*c*/{}", "{}//c", "[1,\u{A0}2]", "{\"a\":1 \"b\":2}",
      "{\"a\":1,,\"b\":2}", "{\"a\":1]", "-null", "-true", #""\xnull"#, #""\x1"#, "\u{FEFF}", "\u{FEFF}\u{FEFF}{}",
    ])
  func refused(text: String) { #expect(!JSONGrammar.accepts(Data(text.utf8))) }

  @Test(
    "Bytes that are no UTF-8 are not JSON, wherever they are",
    arguments: [
      [0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xD0], [0x80],
    ] as [[UInt8]])
  func invalidUTF8(bytes: [UInt8]) {
    #expect(!JSONGrammar.accepts(Data("{\"x\":\"".utf8) + Data(bytes) + Data("\"}".utf8)))
    #expect(!JSONGrammar.accepts(Data("{\"".utf8) + Data(bytes) + Data("\":1}".utf8)))
    #expect(!JSONGrammar.accepts(Data("{}".utf8) + Data(bytes)))
  }

  @Test(
    "Other encodings are not UTF-8, though Foundation reads them",
    arguments: [
      String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian, .utf32, .utf32LittleEndian,
    ])
  func otherEncodings(encoding: String.Encoding) throws {
    #expect(!JSONGrammar.accepts(try #require("{\"a\":\"x\"}".data(using: encoding))))
  }

  @Test("What the grammar accepts, Foundation reads, but for depth, huge numbers and lone surrogates")
  func againstFoundation() throws {
    var random = SplitMix64(state: 20_260_401)
    let golden = Array(Golden.updatedTypical.utf8)
    var accepted = 0
    for _ in 0..<3000 {
      var bytes = golden
      for _ in 0...Int.random(in: 0...1, using: &random) {
        let place = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
        default: bytes.insert(golden[Int.random(in: golden.indices, using: &random)], at: place)
        }
      }
      guard JSONGrammar.accepts(Data(bytes)) else { continue }
      accepted += 1
      #expect(throws: Never.self, "\(String(decoding: bytes, as: UTF8.self))") {
        try JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
      }
    }
    #expect(accepted > 300)
  }
}

/// A small seeded generator, so that a failure comes again.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
