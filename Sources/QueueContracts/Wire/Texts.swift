/// The rule for a name of a person (contract, section 1).
///
/// A name has 1 to 100 characters: letters of any script, combining marks, spaces, hyphens, apostrophes and full stops.
public enum PersonName: WireText {
  /// The accepted characters and their number, in words for an error.
  public static let expected = "1 to 100 letters, marks, spaces, hyphens, apostrophes and full stops"

  /// Tells whether the text can be a name of a person.
  public static func accepts(_ text: String) -> Bool {
    !text.isEmpty && text.hasAtMost(100) && text.unicodeScalars.allSatisfy(\.isPartOfAName)
  }
}

/// The rule for a child's given name and initial: 1 to 256 characters, each of which may occur in a name.
public enum ShortName: WireText {
  /// The accepted characters and their number, in words for an error.
  public static let expected = "1 to 256 letters, marks, spaces, hyphens, apostrophes and full stops"

  /// Tells whether the text can be a given name and initial.
  public static func accepts(_ text: String) -> Bool {
    !text.isEmpty && text.hasAtMost(256) && text.unicodeScalars.allSatisfy(\.isPartOfAName)
  }
}

/// The rule for a text that a school wrote (contract, section 1).
///
/// The text has 1 to 1,000 characters; its only control or format characters are line feeds.
public enum SchoolsText: WireText {
  /// The accepted characters and their number, in words for an error.
  public static let expected = "1 to 1000 characters without control and format characters but line feeds"

  /// Tells whether the text may stand in a school's message.
  public static func accepts(_ text: String) -> Bool {
    !text.isEmpty && text.hasAtMost(1000) && text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isControlOrFormat }
  }
}

/// The rule for a code or a reason's subject: one line of 1 to 100 characters without control and format characters.
public enum CodeText: WireText {
  /// The accepted characters and their number, in words for an error.
  public static let expected = "one line of 1 to 100 characters without control and format characters"

  /// Tells whether the text can be a code.
  public static func accepts(_ text: String) -> Bool {
    !text.isEmpty && text.hasAtMost(100) && text.unicodeScalars.allSatisfy { !$0.isControlOrFormat && !$0.endsALine }
  }
}

/// The rule for a text that is taken as it is written: at most 256 characters.
///
/// A rule of intake or transfer may judge the text later.
///
/// The limit is above the length of any correct text, so that a wrong text is decoded and the citizen is told what is
/// wrong. The limit is low enough for every store to index the text.
public enum AsWritten: WireText {
  /// The accepted number of characters, in words for an error.
  public static let expected = "at most 256 characters"

  /// Tells whether the text is short enough.
  public static func accepts(_ text: String) -> Bool { text.hasAtMost(256) }
}

/// The rule for a key in the document store: at most 2,048 characters.
public enum DocumentKey: WireText {
  /// The accepted number of characters, in words for an error.
  public static let expected = "at most 2048 characters"

  /// Tells whether the text is short enough.
  public static func accepts(_ text: String) -> Bool { text.hasAtMost(2048) }
}

extension String {
  /// Tells whether the text has at most `count` Unicode scalars.
  ///
  /// Scalars are counted instead of `Character` values, because one `Character` can have any number of scalars.
  fileprivate func hasAtMost(_ count: Int) -> Bool {
    // The number of bytes costs nothing to ask for, and it decides for almost every text.
    utf8.count <= count || (utf8.count <= 4 * count && unicodeScalars.count <= count)
  }
}

extension Unicode.Scalar {
  /// True for a basic Latin letter or a letter of the Cyrillic block; the signs from U+0482 to U+0489 are no letters.
  ///
  /// Almost every scalar of a text is one of these letters. Looking up a Unicode category takes far longer.
  private var isCommonLetter: Bool {
    switch value {
    case 0x41...0x5A, 0x61...0x7A, 0x400...0x481, 0x48A...0x4FF: true
    default: false
    }
  }

  /// True for letters, marks and the punctuation of names.
  fileprivate var isPartOfAName: Bool {
    if isCommonLetter { return true }
    return switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark:
      true
    default: isPunctuationOfNames
    }
  }

  private var isPunctuationOfNames: Bool {
    switch self {
    // Word processors write typographic spaces, hyphens and apostrophes instead of the plain ones.
    case " ", "\u{A0}", "-", "\u{2010}", "\u{2011}", "'", "\u{2019}", "\u{2BC}", ".": true
    default: false
    }
  }

  fileprivate var isControlOrFormat: Bool {
    if isCommonLetter || (0x20...0x7E).contains(value) { return false }
    let category = properties.generalCategory
    return category == .control || category == .format
  }

  fileprivate var endsALine: Bool { value == 0x2028 || value == 0x2029 }
}
