/// The error that a file of texts cannot be used, in words for the file's editor.
public struct TextsError: Error, CustomStringConvertible, Equatable {
  let problems: [TextProblem]

  /// The problems, one to a line.
  public var description: String {
    "the citizen's texts (texts.json) cannot be used:\n" + problems.map { "- \($0)" }.joined(separator: "\n")
  }
}

/// One thing to mend in a file of texts.
struct TextProblem: Sendable, CustomStringConvertible, Equatable {
  enum Code: String, Sendable {
    case notATable = "expected a JSON object"
    case missingKey = "this text is missing"
    case unknownKey = "no text has this name: mend the spelling, or remove it"
    case unreadable = "this text is missing, or something in it cannot be filled in"
    case missingLanguage = "this language is missing"
    case unknownLanguage = "expected kk, ru and en only"
    case empty = "the text is empty"
    case copied = "the text is a copy: write it in its own language"
    case otherAlphabet = "the text is not in this language's letters"
    case unknownPlaceholder = "nothing can be filled in here"
    case missingPlaceholder = "another language has this placeholder, so this one needs it too"
  }

  let code: Code
  let key: String
  let language: String
  let detail: String

  init(_ code: Code, key: String, language: String = "", detail: String = "") {
    self.code = code
    self.key = key
    self.language = language
    self.detail = detail
  }

  /// The key, the language and the problem, for the file's editor.
  public var description: String {
    let place = [key, language].filter { !$0.isEmpty }.joined(separator: ", ")
    return [place, code.rawValue, detail].filter { !$0.isEmpty }.joined(separator: ": ")
  }
}
