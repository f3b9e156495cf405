/// A rule for text fields, expressible in JSON Schema.
package protocol DescribedText: WireText {
  /// The texts that the rule accepts.
  static var shape: TextShape { get }
}

/// The rules for the texts in the fields of bodies.
package enum DescribedTexts {
  /// All rules.
  package static let all: [any DescribedText.Type] = [
    PersonName.self, ShortName.self, SchoolsText.self, CodeText.self, AsWritten.self, DocumentKey.self,
  ]

  /// The characters of a name, as a regular expression.
  ///
  /// They are letters, combining marks and the punctuation of names, including the no-break space and the hyphens that
  /// word processors insert.
  fileprivate static let nameCharacters = "^[\\p{L}\\p{M} \u{A0}.'\u{2019}\u{2BC}\u{2010}\u{2011}-]+$"
}

extension PersonName: DescribedText {
  package static var shape: TextShape {
    TextShape(length: 1...100, pattern: DescribedTexts.nameCharacters, example: "Үлгі")
  }
}

extension ShortName: DescribedText {
  package static var shape: TextShape {
    TextShape(length: 1...256, pattern: DescribedTexts.nameCharacters, example: "Бала Ү.")
  }
}

extension SchoolsText: DescribedText {
  package static var shape: TextShape {
    TextShape(
      length: 1...1000, pattern: #"^[^\x00-\x09\x0B-\x1F\x7F-\x9F\p{Cf}]+$"#, example: "Құжаттар кеш келді")
  }
}

extension CodeText: DescribedText {
  package static var shape: TextShape {
    TextShape(length: 1...100, pattern: #"^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$"#, example: "documents.late")
  }
}

extension AsWritten: DescribedText {
  package static var shape: TextShape {
    TextShape(length: 0...256, pattern: TextShape.anything.pattern, example: "A")
  }
}

extension DocumentKey: DescribedText {
  package static var shape: TextShape {
    TextShape(length: 0...2048, pattern: TextShape.anything.pattern, example: "sha256/ab")
  }
}
