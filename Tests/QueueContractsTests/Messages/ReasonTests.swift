import Foundation
import GoldenMessages
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

  @Test("A worker's reason code needs no text in processing.updated", arguments: ReasonCode.allCases)
  func known(code: ReasonCode) throws {
    let reason = JSON.object(["code": .string(code.rawValue)])
    #expect(try Self.updated(reason).reasons.first?.known == code)
  }

  @Test("A school's standard reason code needs no text", arguments: SchoolReasonCode.allCases)
  func standard(code: SchoolReasonCode) throws {
    for bare in [
      JSON.object(["code": .string(code.rawValue)]), .object(["code": .string(code.rawValue), "text": .null]),
    ] {
      let decided = try Self.decided(bare)
      #expect(decided.reasons == [SchoolReason(code)])
      #expect(try JSON(WireCodec.encode(decided.reasons[0])) == .object(["code": .string(code.rawValue)]))
      #expect(try Self.updated(bare).reasons == [Reason(SchoolReason(code))])
    }
  }

  @Test(
    "A reason code of the school's own is decoded only with a text",
    arguments: ["school.full", "document.unreadable", "орын жоқ"])
  func schoolsOwn(code: String) throws {
    let bare = JSON.object(["code": .string(code), "text": .null])
    let told = bare.setting("text", to: Self.text)
    #expect(try Self.updated(told).reasons.first?.text?.ru == "Мест нет")
    #expect(try Self.decided(told).reasons.first?.text?.ru == "Мест нет")
    #expect(throws: WireError(.undecodable, path: "reasons.0.text")) { try Self.decided(bare) }
    #expect(throws: WireError(.undecodable, path: "reasons.0.text")) {
      try Self.decided(bare.setting("text", to: nil))
    }
  }

  @Test("In processing.updated, an unknown reason code without a text is undecodable")
  func unknownCode() {
    let reason = JSON.object(["code": .string("school.full")])
    #expect(throws: WireError(.undecodable, path: "reasons.0.code")) { try Self.updated(reason) }
  }

  @Test("A text without Kazakh or Russian is undecodable, and the error names the language", arguments: ["kk", "ru"])
  func twoLanguages(language: String) throws {
    let reason = JSON.object(["code": .string("places.none"), "text": Self.text.setting(language, to: nil)])
    #expect(throws: WireError(.undecodable, path: "reasons.0.text.\(language)")) { try Self.decided(reason) }
  }

  @Test("A school's text without English is passed on as it is; asked for English, it gives the Russian words")
  func noEnglish() throws {
    let text = Self.text.setting("en", to: nil)
    for written in [text, text.setting("en", to: .null)] {
      let reason = try Self.decided(.object(["code": .string("school.full"), "text": written])).reasons[0]
      #expect(reason.text?.en == nil && reason.text?[.en] == "Мест нет" && reason.text?[.kk] == "Орын жоқ")
      let expected = JSON.object([
        "code": .string("school.full"), "subject": .null, "clause": .null, "text": text,
      ])
      #expect(try JSON(WireCodec.encode(Reason(reason))) == expected)
    }
  }

  @Test("A school's reason is passed on unchanged")
  func passedOn() throws {
    let words = ReasonText(kk: "Орын жоқ", ru: "Мест нет", en: "Full")
    let reason = Reason(SchoolReason(code: "places.none", text: words))
    let expected = JSON.object([
      "code": .string("places.none"), "subject": .null, "clause": .null, "text": Self.text,
    ])
    #expect(try JSON(WireCodec.encode(reason)) == expected)
  }

  @Test("A worker's reason is written with its clause and without a text")
  func ours() throws {
    #expect(
      String(decoding: WireCodec.encode(Reason(.documentMissing, .healthForm063)), as: UTF8.self)
        == #"{"clause":"S-enrol.4","code":"document.missing","subject":"healthForm063"}"#)
    #expect(
      String(decoding: WireCodec.encode(Reason(.consentMissing)), as: UTF8.self)
        == #"{"clause":null,"code":"consent.missing","subject":null}"#)
  }

  @Test("A reason is read even if version 1 does not know its clause")
  func unknownClause() throws {
    let reason = JSON.object(["code": .string("window.closed"), "clause": .string("S-window.2027")])
    #expect(try Self.updated(reason).reasons.first?.clause == "S-window.2027")
  }
}
