import Foundation
import QueueContracts
import Testing

@testable import CitizenTexts

@Suite("The file of the citizen's texts")
struct NotifyTextFileTests {
  private static let file = PackageResources.texts_json

  @Test("The built-in file of texts has each key once")
  func noKeyTwice() {
    let lines = String(decoding: Self.file, as: UTF8.self).split(separator: "\n").filter { $0.hasSuffix("\": {") }
    #expect(Set(lines).count == lines.count)
    #expect(lines.count == TextKey.all.count)
    #expect(Set(TextKey.all).count == TextKey.all.count)
  }

  @Test("The built-in file of texts passes all checks")
  func builtIn() {
    #expect(throws: Never.self) { try TextTable(json: Self.file) }
  }

  @Test("A built-in text that cannot be filled in is refused, although built-in texts get fewer checks")
  func builtInUnreadable() throws {
    var file = try JSONDecoder().decode([String: [String: String]].self, from: Data(Self.file))
    file["due.ahead"]?["ru"] = "до {duo}"
    file["due.passed"]?["kk"] = "{number}"
    file["title.refused"]?["en"] = nil
    file["month.5"] = nil
    let json = try JSONEncoder().encode(file)
    let error = try #require(throws: TextsError.self) { try TextTable(json: json, isProven: true) }
    #expect(
      Set(error.problems.map { "\($0.key) \($0.language)" })
        == ["due.ahead ru", "due.passed kk", "title.refused en", "month.5 "])
  }

  @Test(
    "A broken file of texts is refused, and the error names key and language",
    arguments: [
      Damage("due.ahead", ["kk": "Мерзімі: {due}.", "ru": "до {due}"], .missingLanguage, "en"),
      Damage("due.ahead", ["kk": "Мерзімі: {due}.", "ru": " ", "en": "by {due}"], .empty, "ru"),
      Damage("due.ahead", ["kk": "Мерзімі: {due}.", "ru": "до {duo}", "en": "by {due}"], .unknownPlaceholder, "ru"),
      Damage("due.ahead", ["kk": "Мерзімі: {due}.", "ru": "до {due}", "en": "by {number}"], .unknownPlaceholder, "en"),
      Damage("due.ahead", ["kk": "Мерзімі: {due.", "ru": "до {due}", "en": "by {due}"], .unknownPlaceholder, "kk"),
      Damage("due.ahead", ["kk": "Мерзімі: due}.", "ru": "до {due}", "en": "by {due}"], .unknownPlaceholder, "kk"),
      Damage("due.ahead", ["kk": "Мерзімі өтті.", "ru": "до {due}", "en": "by {due}"], .missingPlaceholder, "kk"),
      Damage("month.5", ["kk": "мая", "ru": "Мая ", "en": "May"], .copied, "ru"),
      Damage("month.5", ["kk": "мамыр", "ru": "May", "en": "May"], .copied, "en"),
      Damage("title.refused", ["kk": "Отказ в приёме", "ru": "Отказ", "en": "Refusal"], .otherAlphabet, "kk"),
      Damage("title.refused", ["kk": "Бас тарту туралы", "ru": "Отказ", "en": "Отказ school"], .otherAlphabet, "en"),
      Damage("title.refused", ["kk": "Дәлелді бас тарту", "ru": "Дәлелді", "en": "Refusal"], .otherAlphabet, "ru"),
      Damage(
        "title.refused", ["kk": "Дәлелді", "ru": "Отказ", "en": "Refusal", "de": "Absage"], .unknownLanguage, "de"),
      Damage("reason.inRussian", ["en": "{reason}", "ru": "{reason}!"], .unknownLanguage, "ru"),
      Damage("title.refused", nil, .missingKey, ""),
      Damage("title.refuse", ["kk": "Дәлелді", "ru": "Отказ", "en": "Refusal"], .unknownKey, ""),
    ])
  func refusesBrokenFile(damage: Damage) throws {
    var file = try JSONDecoder().decode([String: [String: String]].self, from: Data(Self.file))
    file[damage.key] = damage.texts
    let json = try JSONEncoder().encode(file)
    let error = try #require(throws: TextsError.self) { try TextTable(json: json) }
    let found = error.problems.map { "\($0.code) \($0.key) \($0.language)" }
    #expect(found.contains("\(damage.code) \(damage.key) \(damage.language)"))
    #expect(error.problems.allSatisfy { $0.key == damage.key })
    #expect(error.description.contains(damage.key))
  }

  @Test(
    "A file of texts that is not a table is refused", arguments: ["", "[]", #"{"title.refused": "Дәлелді бас тарту"}"#])
  func refusesNoTable(json: String) throws {
    let error = try #require(throws: TextsError.self) { try TextTable(json: Data(json.utf8)) }
    #expect(error.problems.map(\.code) == [.notATable])
  }

  @Test("All mistakes in a file of texts are reported at once")
  func allProblems() throws {
    let error = try #require(throws: TextsError.self) { try TextTable(json: Data("{}".utf8)) }
    #expect(error.problems.map(\.key) == TextKey.all.map(\.name))
  }
}

struct Damage: Sendable, CustomTestStringConvertible {
  let key: String
  let texts: [String: String]?
  let code: TextProblem.Code
  let language: String

  init(_ key: String, _ texts: [String: String]?, _ code: TextProblem.Code, _ language: String) {
    (self.key, self.texts, self.code, self.language) = (key, texts, code, language)
  }

  var testDescription: String { "\(key) \(language): \(code)" }
}
