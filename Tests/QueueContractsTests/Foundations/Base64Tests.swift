import Foundation
import Testing

@testable import QueueContracts

struct Base64Tests {
  @Test("Bytes of any length are written in the same base64 as by Foundation, and read again")
  func lengths() {
    var random = SplitMix64(seed: 9)
    for length in 0..<70 {
      let data = Data((0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) })
      let text = data.base64EncodedString()
      #expect(Base64.standard.encode(data) == text)
      #expect(Base64.standard.decode(text) == data)
      let url = text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
      #expect(data.base64URL == url)
      #expect(Data(base64URL: url[...]) == data)
      // A slice of longer data is written in the same way.
      #expect(Base64.standard.encode((Data([1, 2]) + data).dropFirst(2)) == text)
    }
  }

  @Test("A second base64 spelling of the same bytes is refused")
  func spellings() {
    var random = SplitMix64(seed: 10)
    let alphabet = Array("AQgw/+-_=Z9 \n".utf8)
    var accepted = 0
    for _ in 0..<5000 {
      let length = Int.random(in: 0...9, using: &random)
      let text = String(
        decoding: (0..<length).map { _ in alphabet.randomElement(using: &random)! }, as: UTF8.self)
      let expected = Data(base64Encoded: text).flatMap { $0.base64EncodedString() == text ? $0 : nil }
      #expect(Base64.standard.decode(text) == expected, "\(text)")
      if expected != nil { accepted += 1 }
      let padded =
        text.replacing("-", with: "+").replacing("_", with: "/")
        + String(repeating: "=", count: (4 - length % 4) % 4)
      let isURL = !text.contains { "+/=".contains($0) }
      let url = isURL ? Data(base64Encoded: padded).flatMap { $0.base64EncodedString() == padded ? $0 : nil } : nil
      #expect(Data(base64URL: text[...]) == url, "\(text)")
    }
    #expect(accepted > 100)
  }

  @Test("Only ASCII characters are base64 digits", arguments: ["ӘӘӘӘ", "AAA\u{212A}", "АААА"])
  func otherLetters(text: String) {
    #expect(Base64.standard.decode(text) == nil)
    #expect(Data(base64URL: text[...]) == nil)
  }
}
