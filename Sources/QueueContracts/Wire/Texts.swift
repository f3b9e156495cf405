/// A name of a person: 1 to 100 letters of any script, combining marks, spaces, hyphens, apostrophes and full stops
/// (contract, section 1).
public enum PersonName: WireText {
  public static let expected = "1 to 100 letters, marks, spaces, hyphens, apostrophes and full stops"

  public static func accepts(_ text: String) -> Bool {
    !text.isEmpty && text.hasAtMost(100) && text.unicodeScalars.allSatisfy(\.isPartOfAName)
  }
}

/// A child's given name and initial: at most two names long.
public enum ShortName: WireText {
  public static let expected = "1 to 256 letters, marks, spaces, hyphens, apostrophes and full stops"

  public static func accepts(_ text: String) -> Bool {
    !text.isEmpty && text.hasAtMost(256) && text.unicodeScalars.allSatisfy(\.isPartOfAName)
  }
}

/// What a school wrote: 1 to 1,000 characters without control and format characters but line feeds (contract, section
/// 1).
public enum SchoolsText: WireText {
  public static let expected = "1 to 1000 characters without control and format characters but line feeds"

  public static func accepts(_ text: String) -> Bool {
    !text.isEmpty && text.hasAtMost(1000) && text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isControlOrFormat }
  }
}

/// A code, or what it is about: one line of 1 to 100 characters without control and format characters.
public enum CodeText: WireText {
  public static let expected = "one line of 1 to 100 characters without control and format characters"

  public static func accepts(_ text: String) -> Bool {
    !text.isEmpty && text.hasAtMost(100) && text.unicodeScalars.allSatisfy { !$0.isControlOrFormat && !$0.endsALine }
  }
}

/// A text that is taken as it is written and judged by a rule, or by nobody: at most 256 characters.
///
/// Longer than anything that could be right, so that what is wrong in it is told to the citizen; and short enough for
/// an index of every store.
public enum AsWritten: WireText {
  public static let expected = "at most 256 characters"

  public static func accepts(_ text: String) -> Bool { text.hasAtMost(256) }
}

/// A key in the document store: at most 2,048 characters.
public enum DocumentKey: WireText {
  public static let expected = "at most 2048 characters"

  public static func accepts(_ text: String) -> Bool { text.hasAtMost(2048) }
}

extension String {
  /// Whether there are no more than so many Unicode scalars in it.
  ///
  /// Scalars, not what a reader takes for characters: one of those can be of any length.
  fileprivate func hasAtMost(_ count: Int) -> Bool {
    // Of almost every text the number of bytes, which Swift knows, is answer enough.
    utf8.count <= count || (utf8.count <= 4 * count && unicodeScalars.count <= count)
  }
}

extension Unicode.Scalar {
  /// A letter of the Latin alphabet, or of the Cyrillic block but for its signs from U+0482 to U+0489.
  ///
  /// Almost every scalar of a text is one, and to ask for its category takes far longer.
  private var isCommonLetter: Bool {
    switch value {
    case 0x41...0x5A, 0x61...0x7A, 0x400...0x481, 0x48A...0x4FF: true
    default: false
    }
  }

  /// Letters, marks and what stands between them in a name.
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
    // With the no-break space and the hyphens that a word processor puts in their place.
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
