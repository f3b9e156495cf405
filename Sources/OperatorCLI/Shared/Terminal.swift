import Foundation
import Operations
import QueueContracts

/// Writes answers to standard output, and complaints and progress to standard error; it uses colour only on a terminal.
///
/// All output goes through this type, so that text from other senders cannot steer a terminal.
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

  /// A stand-in for the escape character that begins a style; the real character is put in when the output is written.
  ///
  /// The stand-in is random, so that no sender's text can contain it.
  static let styleMark = "\u{1B}\(UUID().uuidString)"

  static func styled(_ text: String, _ styles: Style...) -> String {
    guard hasColour else { return text }
    return styles.reduce("") { $0 + "\(styleMark)[\($1.rawValue)m" } + text + "\(styleMark)[0m"
  }

  /// Writes an answer to standard output.
  static func answer(_ text: String, terminator: String = "\n") { print(text.neutral, terminator: terminator) }

  /// Writes an answer to standard output, as one JSON document.
  static func answer(json value: some Encodable) { print(WireCodec.encode(value).neutralJSON) }

  /// Writes a sentence to standard error.
  static func complain(_ sentence: String) { write(sentence.neutral + "\n") }

  /// Writes a question to standard error; the answer is typed on the same line.
  ///
  /// The text must not come from a sender of messages.
  static func prompt(_ question: String) { write(question) }

  /// Draws on standard error without neutralising the text, which must not come from a sender of messages.
  fileprivate static func draw(_ text: String) { write(text) }

  private static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  /// The number of characters of the longest line of a wrapped text, with its margin.
  private static let longestLine = 100

  /// Breaks a text between words into lines that begin with the margin.
  ///
  /// - Parameters:
  ///   - text: the text; its own line breaks stay.
  ///   - margin: the beginning of each line.
  /// - Returns: the lines.
  static func wrapped(_ text: String, margin: String) -> String {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      for word in paragraph.split(separator: " ") {
        if !line.isEmpty, margin.count + line.count + 1 + word.count > longestLine {
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

/// A progress bar for a long piece of work, which is drawn only on a terminal.
struct ProgressBar {
  let total: Int
  private static let width = 30

  func show(_ done: Int) {
    guard Terminal.showsProgress, total > 0 else { return }
    let filled = done * Self.width / total
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    Terminal.draw("\r\(bar) \(done)/\(total)\(done == total ? "\n" : "")")
  }

  /// Ends the bar's line, so that a complaint begins on a line of its own.
  func abandon() {
    guard Terminal.showsProgress, total > 0 else { return }
    Terminal.draw("\n")
  }
}
