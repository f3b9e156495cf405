import Admission
import ArgumentParser
import Foundation
import Operations
import QueueContracts
import TestSupport
import Testing
import TestTools

@testable import CitizenTexts
@testable import OperatorCLI

@Suite("The command `letters`")
struct CLILettersTests {
  private let samples = LetterChapter.all.flatMap(\.samples)

  @Test("The page of letters shows every service, status, resolution, step, code and document")
  func complete() {
    let updates = samples.map(\.update)
    #expect(Set(updates.map(\.service)) == Set(Service.allCases))
    for service in Service.allCases {
      let outcomes = Set(
        updates.filter { $0.service == service }.map { [$0.status.rawValue, $0.resolution?.rawValue] })
      #expect(outcomes.count == 2 + Resolution.allCases.count)
    }
    #expect(Set(updates.map(\.step)) == Set(ProcessingStep.allCases))
    let reasons = updates.flatMap(\.reasons)
    #expect(Set(reasons.compactMap(\.known)) == Set(ReasonCode.allCases))
    #expect(Set(reasons.compactMap { SchoolReasonCode(rawValue: $0.code) }) == Set(SchoolReasonCode.allCases))
    for code in ReasonCode.allCases where code.namesDocuments {
      let kinds = reasons.filter { $0.known == code }.compactMap { $0.subject.flatMap(DocumentKind.init(rawValue:)) }
      #expect(Set(kinds) == Set(DocumentKind.allCases))
    }
    for code in ReasonCode.allCases {
      #expect(Set(code.subjects).isSubset(of: Set(reasons.filter { $0.known == code }.compactMap(\.subject))))
    }
  }

  @Test("Every text that a family can get is on the page of letters, in each language")
  func everyText() throws {
    let page = LettersPage(texts: try HistoryTexts(), editions: [])
    let html = page.html
    let file = try JSONDecoder().decode([String: [String: String]].self, from: Data(PackageResources.texts_json))
    let cited = Set(samples.flatMap(\.update.reasons).compactMap(\.clause)).map { "basis.\($0)" }
    for (key, texts) in file {
      let isHidden =
        key.hasPrefix("month.") || key == "reason.other" || key == "reason.deadline.passed"
        || (key.hasPrefix("basis.S-") && !cited.contains(key))
      guard !isHidden else { continue }
      for (language, text) in texts {
        let words = text.split { "{}".contains($0) }.filter { Placeholder(rawValue: String($0)) == nil }
        let longest = words.max { $0.count < $1.count } ?? ""
        #expect(html.contains(String(longest).escapedForHTML), "\(key), \(language)")
      }
    }
  }

  @Test("The page of letters opens without a network, and markup in a name is shown as text")
  func offline() throws {
    let html = LettersPage(texts: try HistoryTexts(), editions: ["<script>alert(1)</script> & \"co\""]).html
    #expect(!html.contains("<script") && html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;co&quot;"))
    #expect(!["http:", "https:", "src=", "@import", "url("].contains(where: html.contains))
    #expect(html.contains("«№ 1") == false && html.contains("Айша С."))
  }

  @Test("`letters` creates the folder and writes the page into it")
  func command() async throws {
    let folder = try TemporaryFolder()
    let command = try LettersCommand.parse(["--output", folder.path + "/new/letters"])
    try await command.run()
    let page = try String(contentsOfFile: folder.path + "/new/letters/letters.html", encoding: .utf8)
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
  }

  @Test("A letter with at most three reasons has at most 900 characters, and its short form at most 134")
  func length() throws {
    let texts = try HistoryTexts()
    for sample in samples where sample.update.reasons.count <= 3 {
      let entry = sample.entry(texts)
      for language in Language.allCases {
        #expect(entry.text[language].count <= 900, "\(sample.name)")
        #expect(entry.short.map { $0[language].utf16.count <= 134 } == true, "\(sample.name)")
      }
    }
  }
}
