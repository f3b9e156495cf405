import QueueContracts
import Testing

@testable import CitizenTexts

@Suite("The length of a text")
struct TextSizeTests {
  private func expectRight(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let size = TextSize(text)
    #expect(size.scalars == text.unicodeScalars.count, sourceLocation: sourceLocation)
    #expect(size.units == text.utf16.count, sourceLocation: sourceLocation)
    if size.hasCharacterPerScalar { #expect(text.count == size.scalars, sourceLocation: sourceLocation) }
  }

  @Test("Scalars and UTF-16 units are counted right, and a plain text has as many characters as scalars")
  func counted() throws {
    let texts = [
      "", "a", "\n", "\r\n", "Айша С.", "№ 1 «Арман» – “x” … ‘y’ 3×4", "А\u{301}", "\u{1F1F0}\u{1F1FF}", "👩‍👧", "é",
      "e\u{301}",
      "\u{483}", "क्षि", "각", "\u{AD}", "\u{200D}", Gap.child.marker,
    ]
    for text in texts {
      for other in texts { expectRight(text + other) }
    }
    let table = try HistoryTexts().table
    for key in TextKey.all {
      for language in key.languages {
        let values = Dictionary(uniqueKeysWithValues: Placeholder.allCases.map { ($0, "0") })
        let text = table.render(key, in: language, values)
        expectRight(text)
        #expect(TextSize(text).hasCharacterPerScalar, "\(key.name) \(language)")
      }
    }
  }

  @Test("Two plain scalars side by side are always two characters")
  func neighbours() {
    let plain = (0...0x2FFF).compactMap { Unicode.Scalar($0) }.filter { TextSize(String($0)).hasCharacterPerScalar }
    #expect(plain.count > 500)
    for scalar in plain {
      for other in plain where other.value.isMultiple(of: 37) || other.value > 0x2000 {
        if "\(scalar)\(other)".count != 2 { Issue.record("\(scalar.value) \(other.value)") }
      }
    }
  }
}
