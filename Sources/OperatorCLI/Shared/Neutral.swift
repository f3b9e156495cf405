import Foundation

extension String {
  /// The text for a terminal: what would steer it, or hide what stands in the text, is replaced; our own styles and line
  /// feeds stay.
  ///
  /// Citizens, schools and whoever may publish write much of what is shown.
  var neutral: String {
    components(separatedBy: Terminal.styleMark).map { $0.replacingUnsafe(but: "\n") }.joined(separator: "\u{1B}")
  }

  /// The same on one line, so that a value cannot be taken for the lines around it.
  var onOneLine: String { replacingUnsafe(but: nil) }
}

extension StringProtocol {
  /// Scalar by scalar, because `\r\n` is one character.
  fileprivate func replacingUnsafe(but kept: Unicode.Scalar?) -> String {
    let scalars = unicodeScalars.map { $0.isUnsafe && $0 != kept ? "\u{FFFD}" : $0 }
    return String(String.UnicodeScalarView(scalars))
  }
}

extension Data {
  /// JSON for a terminal: the same values, with what would steer it escaped.
  ///
  /// Outside of its texts JSON has none of these characters but the blanks of a laid-out one.
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
  /// Controls a terminal, orders or hides letters, ends a line, or stands for nothing that everybody knows.
  fileprivate var isUnsafe: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: true
    default: false
    }
  }
}
