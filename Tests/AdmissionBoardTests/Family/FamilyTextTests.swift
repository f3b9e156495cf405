import Foundation
import QueueContracts
import Samples
import Testing
import TestTools

@testable import AdmissionBoard

@Suite("The words of the family's page")
struct FamilyTextTests {
  @Test("Every text of the family's page exists in three languages, with the same placeholders")
  func complete() {
    let words = FamilyTexts.builtIn
    for key in words.keys.sorted() {
      let texts = Language.allCases.map { words(key, $0) }
      #expect(texts.allSatisfy { !$0.isEmpty }, "\(key)")
      let gaps = texts.map { text in Set(text.matches(of: /\{[a-z]+\}/).map { String($0.output) }) }
      #expect(Set(gaps).count == 1, "\(key)")
      // An English text in the place of a Kazakh or Russian text would have no Cyrillic letters.
      #expect(texts[0].contains { $0 > "\u{400}" } && texts[1].contains { $0 > "\u{400}" }, "\(key)")
    }
  }

  @Test("A value that looks like a placeholder is not filled in")
  func gaps() {
    let text = FamilyTexts.builtIn("codeWrong", .en, ["tries": "{tries}"])
    #expect(text.hasSuffix("{tries}."))
  }

  @Test("Every field, service, stage and choice has a text")
  func everyCase() {
    let words = FamilyTexts.builtIn
    var keys = FormField.allCases.map { "field.\($0.rawValue)" }
    keys += FormField.allCases.compactMap(\.hintKey)
    keys += Service.allCases.flatMap { ["service.\($0.rawValue)", "serviceAbout.\($0.rawValue)"] }
    keys += ApplicationStory.Stage.allCases.flatMap { ["stage.\($0.rawValue)", "next.\($0.rawValue)"] }
    keys += StatusCategory.allCases.map { "category.\($0.rawValue)" }
    keys += Relation.allCases.map { "relation.\($0.rawValue)" }
    keys += IdentityDocumentType.allCases.map { "identity.\($0.rawValue)" }
    keys += FamilyTexts.situations.map { "situation.\($0)" }
    keys += FamilyErrorPage.statuses.flatMap { ["error.\($0).title", "error.\($0).text", "error.\($0).next"] }
    for key in keys { #expect(words.has(key), "\(key)") }
  }

  @Test("The start page lists every situation that the family's form can produce")
  func situations() {
    let left = Set(Situation.allCases.map(\.rawValue)).subtracting(FamilyTexts.situations)
    #expect(left == ["accepted-by-sms", "signature-invalid", "signer-mismatch", "window-closed"])
    #expect(Set(FamilyTexts.situations).count == FamilyTexts.situations.count)
  }

  @Test("Every text that a template names exists and has no placeholders")
  func templateTexts() throws {
    let folder = Checkout.root.appending(path: "Sources/AdmissionBoard/Family/Pages")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "mustache" }
    #expect(files.count == 13)
    let texts = FamilyTexts.builtIn.all(in: .en)
    for file in files {
      let template = try String(contentsOf: file, encoding: .utf8)
      for name in template.matches(of: /\{\{t\.([A-Za-z]+)\}\}/).map(\.output.1) {
        #expect(texts[String(name)]?.contains("{") == false, "\(file.lastPathComponent): \(name)")
      }
      // No template inserts a value without escaping it.
      #expect(!template.contains("{{{") && !template.contains("{{&"), "\(file.lastPathComponent)")
    }
  }
}
