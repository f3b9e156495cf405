import QueueContracts
import Testing

/// Tests that the fast paths for common characters give the same answers as the Unicode categories.
struct CharactersTests {
  @Test("Every character of the first plane is judged by its Unicode category")
  func categories() {
    for value in UInt32(0)...0xFFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let (category, text) = (scalar.properties.generalCategory, String(scalar))
      let isControlOrFormat = [.control, .format].contains(category)
      let endsALine = [.lineSeparator, .paragraphSeparator].contains(category)
      let isOfAName =
        [
          .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
          .spacingMark, .enclosingMark,
        ].contains(category) || " \u{A0}-\u{2010}\u{2011}'\u{2019}\u{2BC}.".unicodeScalars.contains(scalar)
      guard PersonName.accepts(text) == isOfAName, SchoolsText.accepts(text) == (!isControlOrFormat || scalar == "\n"),
        CodeText.accepts(text) == (!isControlOrFormat && !endsALine)
      else {
        Issue.record("U+\(String(value, radix: 16))")
        continue
      }
    }
  }
}
