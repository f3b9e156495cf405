import Foundation
import QueueContracts
import Testing

struct ReasonTests {
  static let text = JSON.object(["kk": .string("Орын жоқ"), "ru": .string("Мест нет"), "en": .string("Full")])

  static func updated(_ reason: JSON) throws -> ProcessingUpdated {
    let json = try JSON(Golden.updatedMinimal).setting("reasons", to: .array([reason]))
    return try WireCodec.decode(ProcessingUpdated.self, from: json.data)
  }

  static func decided(_ reason: JSON) throws -> SchoolDecided {
    let json = try JSON(Golden.decidedMinimal).setting("reasons", to: .array([reason]))
    return try WireCodec.decode(SchoolDecided.self, from: json.data)
  }

  @Test("A known code needs no text", arguments: ReasonCode.allCases)
  func known(code: ReasonCode) throws {
    let reason = JSON.object(["code": .string(code.rawValue)])
    #expect(try Self.updated(reason).reasons.first?.known == code)
    #expect(try Self.decided(reason).reasons.first?.code == code.rawValue)
  }

  @Test("A school's own code is read where a text says what it means, and only there")
  func schoolsOwn() throws {
    let bare = JSON.object(["code": .string("places.none"), "text": .null])
    let told = bare.setting("text", to: Self.text)
    #expect(try Self.updated(told).reasons.first?.text?.ru == "Мест нет")
    #expect(try Self.decided(told).reasons.first?.text?.ru == "Мест нет")
    let undecodable = WireError(.undecodable, path: "reasons.0.code")
    #expect(throws: undecodable) { try Self.updated(bare) }
    #expect(throws: undecodable) { try Self.decided(bare) }
  }

  @Test("A text in fewer than three languages is undecodable at the language that is missing")
  func threeLanguages() throws {
    let reason = JSON.object(["code": .string("places.none"), "text": Self.text.setting("kk", to: nil)])
    #expect(throws: WireError(.undecodable, path: "reasons.0.text.kk")) { try Self.decided(reason) }
  }

  @Test("A school's reason is passed on as it came")
  func passedOn() throws {
    let words = LocalizedText(kk: "Орын жоқ", ru: "Мест нет", en: "Full")
    let reason = Reason(SchoolReason(code: "places.none", text: words))
    let expected = JSON.object([
      "code": .string("places.none"), "subject": .null, "clause": .null, "text": Self.text,
    ])
    #expect(try JSON(WireCodec.encode(reason)) == expected)
  }

  @Test("Our reason is written with its clause, with nulls, and without a text")
  func ours() throws {
    #expect(
      String(decoding: WireCodec.encode(Reason(.documentMissing, .healthForm063)), as: UTF8.self)
        == #"{"clause":"S-enrol.4","code":"document.missing","subject":"healthForm063"}"#)
    #expect(
      String(decoding: WireCodec.encode(Reason(.consentMissing)), as: UTF8.self)
        == #"{"clause":null,"code":"consent.missing","subject":null}"#)
  }

  @Test("A clause that version 1 does not know keeps no answer from a citizen")
  func unknownClause() throws {
    let reason = JSON.object(["code": .string("window.closed"), "clause": .string("S-window.2027")])
    #expect(try Self.updated(reason).reasons.first?.clause == "S-window.2027")
  }
}
