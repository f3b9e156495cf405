import Foundation
import QueueContracts

/// What can be wrong with the three texts of one key.
///
/// The alphabets are checked because a real system served Russian text in the Kazakh field for years.
enum TextCheck {
  static func problems(of texts: [String: String], key: TextKey) -> [TextProblem] {
    let strange = texts.keys.filter { Language(rawValue: $0) == nil }.sorted()
    return strange.map { TextProblem(.unknownLanguage, key: key.name, language: $0) }
      + Language.allCases.flatMap { problems(of: texts[$0.rawValue], in: $0, key: key) }
      + copies(in: texts, key: key)
      + unequalPlaceholders(in: texts, key: key)
  }

  private static func problems(of text: String?, in language: Language, key: TextKey) -> [TextProblem] {
    func problem(_ code: TextProblem.Code, _ detail: String = "") -> TextProblem {
      TextProblem(code, key: key.name, language: language.rawValue, detail: detail)
    }
    guard let text else { return [problem(.missingLanguage)] }
    guard !text.allSatisfy(\.isWhitespace) else { return [problem(.empty)] }
    var problems: [TextProblem] = []
    do {
      let unknown = try Template(text).placeholders.subtracting(key.placeholders)
      problems += unknown.map(\.rawValue).sorted().map { problem(.unknownPlaceholder, "{\($0)}") }
    } catch {
      problems.append(problem(.unknownPlaceholder, error.text))
    }
    if !isWritten(text, in: language) { problems.append(problem(.otherAlphabet)) }
    return problems
  }

  /// Equal texts in two languages: one was copied and never translated.
  private static func copies(in texts: [String: String], key: TextKey) -> [TextProblem] {
    let pairs: [(Language, Language)] = [(.kk, .ru), (.kk, .en), (.ru, .en)]
    return pairs.compactMap { one, other in
      guard let first = texts[one.rawValue], let second = texts[other.rawValue], bare(first) == bare(second) else {
        return nil
      }
      return TextProblem(.copied, key: key.name, language: other.rawValue, detail: "the same as \(one.rawValue)")
    }
  }

  private static func bare(_ text: String) -> String {
    text.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
  }

  /// What one language's reader is told, the others' are told too.
  private static func unequalPlaceholders(in texts: [String: String], key: TextKey) -> [TextProblem] {
    let used = texts.mapValues { (try? Template($0))?.placeholders ?? [] }
    let all = used.values.reduce(into: Set()) { $0.formUnion($1) }.intersection(key.placeholders)
    return Language.allCases.flatMap { language in
      all.subtracting(used[language.rawValue] ?? all).map(\.rawValue).sorted().map {
        TextProblem(.missingPlaceholder, key: key.name, language: language.rawValue, detail: "{\($0)}")
      }
    }
  }

  static let kazakhLetters = Set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")

  /// A single Kazakh word may do without letters of its own (мамыр), a sentence never does.
  private static func isWritten(_ text: String, in language: Language) -> Bool {
    let cyrillic = text.unicodeScalars.contains { (0x400...0x52F).contains($0.value) }
    let kazakh = text.contains(where: kazakhLetters.contains)
    return switch language {
    case .kk: cyrillic && (kazakh || !text.contains(" "))
    case .ru: cyrillic && !kazakh
    case .en: !cyrillic
    }
  }
}
