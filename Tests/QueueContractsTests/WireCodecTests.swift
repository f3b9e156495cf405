import Foundation
import GoldenMessages
import QueueContracts
import Testing

struct WireCodecTests {
  static func error(of body: Data) -> WireError? {
    #expect(throws: WireError.self) { try WireCodec.decode(ApplicationWithdrawn.self, from: body) }
  }

  @Test("A body of more than 256 KiB is refused as too large, whatever it contains")
  func size() throws {
    #expect(Self.error(of: Data(count: 300 * 1024)) == WireError(.tooLarge, path: ""))
    let golden = Data(Golden.withdrawn.utf8)
    let padded = golden + Data(repeating: 0x20, count: WireCodec.maximumBodyBytes - golden.count)
    #expect(try WireCodec.decode(ApplicationWithdrawn.self, from: padded).applicantIin == "850101300005")
    #expect(Self.error(of: padded + Data([0x20])) == WireError(.tooLarge, path: ""))
  }

  @Test("JSON that is not an object is undecodable", arguments: ["[]", "1", "null", "\"{}\"", "true", "[{}]"])
  func noObject(text: String) {
    #expect(Self.error(of: Data(text.utf8)) == WireError(.undecodable, path: ""))
  }

  @Test("For an empty object the error names the first required field")
  func emptyObject() {
    #expect(Self.error(of: Data("{}".utf8)) == WireError(.undecodable, path: "applicationId"))
  }

  @Test("A body that ends early, or goes on after its end, is not JSON")
  func cutAndContinued() {
    let golden = Data(Golden.withdrawn.utf8)
    for length in 0..<golden.count {
      #expect(Self.error(of: golden.prefix(length)) == WireError(.notJSON, path: ""))
    }
    for garbage in ["x", "{}", ",", "\u{0}"] {
      #expect(Self.error(of: golden + Data(garbage.utf8)) == WireError(.notJSON, path: ""))
    }
  }

  @Test("A body in which a key comes twice is undecodable at that key's path, even if the key is unknown")
  func duplicateKeys() throws {
    func twice(_ added: String) -> Data {
      Data(Golden.withdrawn.replacingOccurrences(of: "{\n", with: "{ \(added), ").utf8)
    }
    #expect(Self.error(of: twice(#""applicantIin": "first""#)) == WireError(.undecodable, path: "applicantIin"))
    #expect(Self.error(of: twice(#""applicant\u0049in": null"#)) == WireError(.undecodable, path: "applicantIin"))
    #expect(Self.error(of: twice(#""later": 1, "later": 1"#)) == WireError(.undecodable, path: "later"))
    #expect(Self.error(of: twice(#""later": [{"a": 1, "a": 1}]"#)) == WireError(.undecodable, path: "later.0.a"))
    #expect(Self.error(of: twice(#""Бала": 1, "Бала": 1"#)) == WireError(.undecodable, path: "?"))
  }

  @Test("Deeply nested JSON is refused without a crash")
  func nesting() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(Self.error(of: Data(deep.utf8)) == WireError(.notJSON, path: ""))
    let closed = deep + String(repeating: "]", count: 100_000)
    #expect(Self.error(of: Data(closed.utf8)) == WireError(.undecodable, path: ""))
    let objects = String(repeating: "{\"a\":", count: 40_000)
    #expect(Self.error(of: Data(objects.utf8)) == WireError(.notJSON, path: ""))
  }

  @Test("A byte order mark before the body is accepted")
  func byteOrderMark() throws {
    let body = Data([0xEF, 0xBB, 0xBF]) + Data(Golden.withdrawn.utf8)
    #expect(try WireCodec.decode(ApplicationWithdrawn.self, from: body).applicantIin == "850101300005")
  }

  @Test("A body that is a slice of longer data is read like any other")
  func slice() throws {
    let body = (Data("xx".utf8) + Data(Golden.withdrawn.utf8)).dropFirst(2)
    #expect(try WireCodec.decode(ApplicationWithdrawn.self, from: body).applicantIin == "850101300005")
  }

  @Test("Written JSON has sorted keys, no blanks between values and no needless escapes")
  func writing() throws {
    let school = SchoolReference(bin: "мектеп/1")
    #expect(String(decoding: WireCodec.encode(school), as: UTF8.self) == #"{"bin":"мектеп/1"}"#)
  }

  @Test("A message is parked with the code that belongs to its decoding error")
  func parkingCodes() {
    #expect(WireError(.tooLarge, path: "").parkingCode == .messageTooLarge)
    #expect(WireError(.notJSON, path: "").parkingCode == .messageNotJSON)
    #expect(WireError(.unknownType, path: "").parkingCode == .messageUnknownType)
    #expect(WireError(.undecodable, path: "form").parkingCode == .messageUndecodable)
  }
}
