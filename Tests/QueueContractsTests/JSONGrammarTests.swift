import Foundation
import GoldenMessages
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
    "A text that is not JSON is refused",
    arguments: [
      "", " ", "{", "}", "[", "]", "[}", "{]", "[1,]", "{\"a\":1,}", "[,1]", "[1 2]", "{,}", "{a:1}", "{'a':1}",
      "{\"a\"}", "{\"a\":}", "{\"a\" 1}", "{1:1}", "[1]]", "{}{}", "{} x", "01", "1.", ".5", "-", "+1", "1e", "1e+",
      "0x10", "NaN", "Infinity", "nul", "True", "truefalse", "\"", "\"a", "\"\\\"", #""\x""#, #""\u12G4""#, #""\u123"#,
      #""\u12"34""#, "\"\n\"", "\"\t\"", "\"\u{0}\"", "\u{0}", "/*c*/{}", "{}//c", "[1,\u{A0}2]", "{\"a\":1 \"b\":2}",
      "{\"a\":1,,\"b\":2}", "{\"a\":1]", "-null", "-true", #""\xnull"#, #""\x1"#, "\u{FEFF}", "\u{FEFF}\u{FEFF}{}",
    ])
  func refused(text: String) { #expect(!JSONGrammar.accepts(Data(text.utf8))) }

  @Test(
    "Bytes that are not UTF-8 are not JSON, wherever they are",
    arguments: [
      [0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xD0], [0x80],
    ] as [[UInt8]])
  func invalidUTF8(bytes: [UInt8]) {
    #expect(!JSONGrammar.accepts(Data("{\"x\":\"".utf8) + Data(bytes) + Data("\"}".utf8)))
    #expect(!JSONGrammar.accepts(Data("{\"".utf8) + Data(bytes) + Data("\":1}".utf8)))
    #expect(!JSONGrammar.accepts(Data("{}".utf8) + Data(bytes)))
  }

  @Test(
    "JSON in UTF-16 or UTF-32 is refused, though Foundation reads it",
    arguments: [
      String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian, .utf32, .utf32LittleEndian,
    ])
  func otherEncodings(encoding: String.Encoding) throws {
    #expect(!JSONGrammar.accepts(try #require("{\"a\":\"x\"}".data(using: encoding))))
  }

  @Test(
    "A key that comes twice in an object is found in any spelling, with the path of the second key",
    arguments: [
      (#"{"a":1,"a":1}"#, "a"), (#"{"a":1,"b":2,"a":1}"#, "a"), (#"{"a":{"b":1,"b":2}}"#, "a.b"),
      (#"[{"a":1},{"a":1,"b":[0,{"c":[],"c":[]}]}]"#, "1.b.1.c"), (#"{"a":1,"\u0061":2}"#, "a"),
      (#"{"\u0061\u0062":1,"\u0061b":2}"#, "ab"), (#"{"x":{"a":1},"a":{"a":1},"x":1}"#, "x"),
      (#"{"":1,"":2}"#, "?"), (#"{"ә":1,"ә":2}"#, "?"), (#"{"ә":1,"\u04D9":2}"#, "?"),
      (#"{"\ud83c\udf93":1,"🎓":2}"#, "?"), (#"{"й":1,"и\u0306":2}"#, "?"), (#"{"K":1,"\u212A":2}"#, "?"),
      (#"{"\n":1,"\u000a":2}"#, "?"), (#"{"\/":1,"/":2}"#, "?"), (#"{"a b":1,"a b":2}"#, "?"),
      (#"{"850101300005":1,"850101300005":2}"#, "?"), (#"{"iin850101300005":1,"iin850101300005":2}"#, "?"),
      (#"{"sha256":1,"sha256":2}"#, "sha256"), (#"{"a":1,"a":1,"b":1,"b":1}"#, "a"),
    ])
  func duplicates(text: String, path: String) { #expect(Self.duplicate(in: Data(text.utf8)) == path) }

  @Test(
    "Only the same key in the same object is a duplicate",
    arguments: [
      #"{"a":{"a":{"a":1}}}"#, #"[{"a":1},{"a":1}]"#, #"{"a":"a","b":"a"}"#, #"{"a":1,"A":1}"#, #"{"a":1,"a ":1}"#,
      #"{"a":1,"\\u0061":1}"#, #"{"a":[{"b":1},{"b":1}],"b":1}"#, #"{"\"":1,"\\":1}"#, #"{"":1,"a":1}"#,
    ])
  func noDuplicates(text: String) {
    #expect(Self.duplicate(in: Data(text.utf8)) == nil)
    #expect(JSONGrammar.accepts(Data(text.utf8)))
  }

  @Test("A text that is not JSON is reported as not JSON, even if a key comes twice in it")
  func duplicateInGarbage() {
    let text = Data(#"{"a":1,"a":2"#.utf8)
    #expect(Self.duplicate(in: text) == nil && !JSONGrammar.accepts(text))
  }

  @Test("A key that comes twice is found among 30,000 keys without comparing every two keys")
  func manyKeys() {
    let keys = (0..<30_000).map { "k\($0)" }
    func object(_ keys: [String]) -> Data { Data("{\(keys.map { "\"\($0)\":0" }.joined(separator: ","))}".utf8) }
    let clock = ContinuousClock()
    var found: String?
    let time = clock.measure {
      #expect(Self.duplicate(in: object(keys)) == nil)
      found = Self.duplicate(in: object(keys + ["k17"]))
    }
    #expect(found == "k17")
    // Comparing every two keys would take minutes.
    #expect(time < .seconds(30))
    #expect(Self.duplicate(in: object(keys.prefix(15) + ["k0"])) == "k0")
    #expect(Self.duplicate(in: object(keys.prefix(16) + ["\\u006b15"])) == "k15")
    #expect(Self.duplicate(in: object(keys.prefix(17) + ["\\u006b16"])) == "k16")
  }

  @Test("In every body, every member that comes twice is found, in any spelling and place")
  func anyMemberTwice() throws {
    var random = SplitMix64(seed: 1)
    let seed = random.state
    for form in WireForm.all {
      let json = try JSON(form.worst)
      for path in json.memberPaths {
        var text = DoubledJSON(path: path, random: random)
        let body = Data(text.written(json).utf8)
        random = text.random
        #expect(Self.duplicate(in: body) == path, "seed \(seed): \(form.name) \(path)")
        #expect(throws: WireError(.undecodable, path: path), "seed \(seed): \(form.name)") { try form.rewrite(body) }
      }
    }
  }

  private static func duplicate(in text: Data) -> String? {
    guard case .duplicateKey(let path) = JSONGrammar.judge(text) else { return nil }
    return DecodingError.duplicateKey(path).path
  }

  @Test("If the grammar accepts a golden body with random changes, Foundation reads it")
  func againstFoundation() throws {
    var random = SplitMix64(seed: 20_260_401)
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

extension JSONGrammar {
  static func accepts(_ text: Data) -> Bool {
    if case .notJSON = judge(text) { false } else { true }
  }
}

/// JSON text in which one member comes twice, the second time in another spelling.
private struct DoubledJSON {
  let path: String
  var random: SplitMix64

  mutating func written(_ json: JSON, at place: String = "") -> String {
    switch json {
    case .object(let members):
      var parts: [String] = []
      for (key, value) in members.sorted(by: { $0.key < $1.key }) {
        let here = place.isEmpty ? key : "\(place).\(key)"
        let part = ":" + written(value, at: here)
        parts.insert("\"\(key)\"" + part, at: Int.random(in: 0...parts.count, using: &random))
        guard here == path else { continue }
        parts.append("\"\(spelt(key))\"" + [part, ":null", ":[{}]"].randomElement(using: &random)!)
      }
      return "{\(parts.joined(separator: ","))}"
    case .array(let elements):
      var parts: [String] = []
      for (index, element) in elements.enumerated() { parts.append(written(element, at: "\(place).\(index)")) }
      return "[\(parts.joined(separator: " , "))]"
    default: return String(decoding: (try? json.data) ?? Data(), as: UTF8.self)
    }
  }

  private mutating func spelt(_ key: String) -> String {
    var text = ""
    for scalar in key.unicodeScalars {
      let digits = String(scalar.value, radix: 16, uppercase: Bool.random(using: &random))
      let escape = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      text += Bool.random(using: &random) ? escape : String(scalar)
    }
    return text
  }
}
