import Foundation
import QueueContracts
import Testing

struct IdentifierTests {
  @Test(
    "An IIN's check digit follows from the first weights or, if they give 10, from the second",
    arguments: ["991231500006", "991231500707", "850101300005"])
  func validIIN(text: String) { #expect(IIN(text)?.digits == text) }

  @Test(
    "A text that is not an IIN is refused",
    arguments: [
      "000000000000", "", "99123150000", "9912315000060", "99123150000a", " 991231500006", "991231500007",
      "٩٩١٢٣١٥٠٠٠٠٦", "991231500006\u{301}",
    ])
  func invalidIIN(text: String) { #expect(IIN(text) == nil) }

  @Test("A number whose check digit would be 10 by both weights is refused")
  func neverIssued() {
    for digit in 0...9 { #expect(IIN("99123150077\(digit)") == nil) }
    #expect(IIN(birthDate: CivilDate("2099-12-31")!, female: false, serial: 77) == nil)
  }

  @Test("An IIN contains an existing day and the digit of a known century")
  func daysAndCenturies() throws {
    for birthDate in ["1899-12-31", "1900-02-28", "2000-02-29", "2020-02-29", "2099-01-01"] {
      let day = try #require(CivilDate(birthDate))
      let made = (0..<9).compactMap { IIN(birthDate: day, female: true, serial: $0) }
      #expect(made.count >= 5 && made.allSatisfy { IIN($0.digits) != nil })
    }
    // Every check digit is tried. The texts contain 29 February 1900, month 13, and the century digits 0 and 7.
    for wrong in Self.withCheckDigit(["00022930000", "99133150000", "99123100000", "99123170000"]) {
      #expect(IIN(wrong) == nil)
    }
  }

  @Test(
    "A BIN's check digit follows from the first weights or, if they give 10, from the second",
    arguments: ["950341000052", "961141000023", "070941024691"])
  func validBIN(text: String) { #expect(BIN(text)?.digits == text) }

  @Test(
    "A text that is not a BIN is refused",
    arguments: ["000000000000", "950341000053", "95034100005", "9503410000522", "нет", ""]
      + withCheckDigit(["95134100005", "95033100005", "95037100005", "95034400005"]))
  func invalidBIN(text: String) { #expect(BIN(text) == nil) }

  static func withCheckDigit(_ prefixes: [String]) -> [String] {
    prefixes.flatMap { prefix in (0...9).map { "\(prefix)\($0)" } }
  }

  @Test(
    "Every spelling of a phone number gives the same number",
    arguments: [
      "+77010000001", "77010000001", "87010000001", "+7 701 000 00 01", "8 (701) 000-00-01", "+7(701)0000001",
      "8\u{00A0}701\u{00A0}000\u{00A0}00\u{00A0}01",
    ])
  func phones(spelling: String) { #expect(PhoneNumber(spelling)?.text == "+77010000001") }

  @Test(
    "A text that is not a mobile number of Kazakhstan is refused",
    arguments: [
      "", "+", "+87010000001", "7010000001", "+79010000001", "+7701000000", "+770100000011", "++77010000001",
      "+7701000000a", "+1 701 000 0001",
    ])
  func invalidPhones(spelling: String) { #expect(PhoneNumber(spelling) == nil) }

  @Test("An application's number is 1 to 32 digits, capital Latin letters, hyphens and slashes")
  func numbers() {
    for text in ["1", "10100000000001", "KZ-12/A", "-", String(repeating: "9", count: 32)] {
      #expect(ApplicationNumber(text)?.text == text)
      #expect(ApplicationNumber(stored: text)?.text == text)
    }
    for text in ["", " ", "1 2", "a", "Ә", "№1", "1\n", "1\u{0}", "1\u{301}", "１", String(repeating: "1", count: 33)] {
      #expect(ApplicationNumber(text) == nil)
    }
  }

  @Test("A stored number may be any line of 1 to 64 characters, because older numbers had no bounds")
  func storedNumbers() {
    for text in ["№Ә-1", "KZ 12", String(repeating: "Ә", count: 64)] {
      #expect(ApplicationNumber(stored: text)?.text == text)
    }
    let endless = "1" + String(repeating: "\u{301}", count: 10_000)
    for text in ["", " ", "1\n", "1\u{0}", "1\u{85}", "1\u{2028}", String(repeating: "1", count: 65), endless] {
      #expect(ApplicationNumber(stored: text) == nil)
    }
  }

  @Test("A UUID is read in upper or lower case, and only in its form of 36 characters")
  func uuids() {
    let id = ApplicationID("8F0C3D9E-3B0A-4c56-9d0e-5a3a3f1f7c11")
    #expect(id?.description == "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11")
    for text in [
      "", "8f0c3d9e3b0a4c569d0e5a3a3f1f7c11", "{8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11}",
      "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c1g", "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c1",
      "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11\n", "8f0c3d9e-3b0a-4c56-9d0e+5a3a3f1f7c11",
    ] {
      #expect(MessageID(text) == nil)
    }
  }

  @Test("A name-based UUID is made as RFC 9562 says")
  func version5() throws {
    let dns = try #require(UUID(uuidString: "6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
    let named = UUID(version5: "www.example.com", namespace: dns)
    #expect(named.uuidString.lowercased() == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
  }

  @Test("An output's id depends only on the input's id, the routing key and the output's number")
  func outputIDs() throws {
    let input = try #require(MessageID("6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
    let first = input.output(routingKey: RoutingKey.processingUpdated, number: 0)
    // Computed with Python's uuid.uuid5(uuid.NAMESPACE_DNS, "processing.updated#0").
    #expect(first.description == "ff8bdf95-f80d-58f4-9e09-fb6429f97eac")
    #expect(first != input.output(routingKey: RoutingKey.processingUpdated, number: 1))
    #expect(first != input.output(routingKey: RoutingKey.transferRequested, number: 0))
  }
}
