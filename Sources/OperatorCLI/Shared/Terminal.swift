import Foundation

/// Where words go: answers to standard output, complaints and progress to standard error, colour only to a terminal.
enum Terminal {
  static let hasColour = isatty(STDOUT_FILENO) == 1 && (environment("NO_COLOR") ?? "").isEmpty
  static let showsProgress = isatty(STDERR_FILENO) == 1

  enum Style: String {
    case bold = "1"
    case faint = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  static func styled(_ text: String, _ styles: Style...) -> String {
    guard hasColour else { return text }
    return styles.reduce("") { $0 + "\u{1B}[\($1.rawValue)m" } + text + "\u{1B}[0m"
  }

  /// One line on standard error.
  static func complain(_ sentence: String) {
    FileHandle.standardError.write(Data((sentence + "\n").utf8))
  }

  /// Text broken between words, each line behind the margin.
  ///
  /// - Parameter width: of a whole line, in characters.
  static func wrapped(_ text: String, margin: String, width: Int = 100) -> String {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      for word in paragraph.split(separator: " ") {
        if !line.isEmpty, margin.count + line.count + 1 + word.count > width {
          lines.append(line)
          line = ""
        }
        line += (line.isEmpty ? "" : " ") + word
      }
      lines.append(line)
    }
    return lines.map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
  }

  private static func environment(_ key: String) -> String? { ProcessInfo.processInfo.environment[key] }
}

/// How far a long piece of work is, drawn over itself on a terminal and nowhere else.
struct ProgressBar {
  let total: Int
  private static let width = 30

  func show(_ done: Int) {
    guard Terminal.showsProgress, total > 0 else { return }
    let filled = done * Self.width / total
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    FileHandle.standardError.write(Data("\r\(bar) \(done)/\(total)\(done == total ? "\n" : "")".utf8))
  }

  /// Leaves the line, so that a complaint begins on its own.
  func abandon() {
    guard Terminal.showsProgress, total > 0 else { return }
    FileHandle.standardError.write(Data("\n".utf8))
  }
}

extension String {
  /// What a sender wrote must not steer the terminal.
  ///
  /// Scalar by scalar, because `\r\n` is one character.
  func withoutControls(but kept: Unicode.Scalar? = nil) -> String {
    let scalars = unicodeScalars.map { scalar -> Unicode.Scalar in
      scalar.properties.generalCategory == .control && scalar != kept ? "\u{FFFD}" : scalar
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
