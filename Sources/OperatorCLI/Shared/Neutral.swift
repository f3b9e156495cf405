import Foundation

extension String {
  /// The text for a terminal, without characters that would steer the terminal or hide a part of the text.
  ///
  /// Each of these characters is replaced; line feeds and the styles of ``Terminal`` stay.
  ///
  /// The replacement is needed, because citizens, schools and other senders wrote much of the text.
  var neutral: String {
    components(separatedBy: Terminal.styleMark).map { $0.replacingUnsafe(but: "\n") }.joined(separator: "\u{1B}")
  }

  /// The text for a terminal on one line, so that a value cannot look like several lines.
  var onOneLine: String { replacingUnsafe(but: nil) }
}

extension StringProtocol {
  /// Replaces unsafe scalars one by one, because `\r\n` is a single character.
  fileprivate func replacingUnsafe(but kept: Unicode.Scalar?) -> String {
    let scalars = unicodeScalars.map { $0.isUnsafe && $0 != kept ? "\u{FFFD}" : $0 }
    return String(String.UnicodeScalarView(scalars))
  }
}

extension Data {
  /// JSON for a terminal: the same values, in which characters that would steer the terminal are escaped.
  ///
  /// Outside of its string values, JSON has no such characters except line feeds.
  var neutralJSON: String {
    var text = ""
    for scalar in String(decoding: self, as: UTF8.self).unicodeScalars {
      if scalar.isUnsafe, scalar != "\n" {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension Unicode.Scalar {
  /// True if the scalar controls a terminal, reorders or hides letters, ends a line, or has no public meaning.
  fileprivate var isUnsafe: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: true
    default: false
    }
  }
}
