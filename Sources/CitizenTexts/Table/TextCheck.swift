import Admission
import Foundation
import QueueContracts

/// Checks the three texts of one key.
///
/// The alphabet is checked because a real system served Russian text in the Kazakh field for years.
enum TextCheck {
  static func problems(of texts: [String: String], key: TextKey) -> [TextProblem] {
    let strange = texts.keys.filter { name in !key.languages.contains { $0.rawValue == name } }.sorted()
    return strange.map { TextProblem(.unknownLanguage, key: key.name, language: $0) }
      + key.languages.flatMap { problems(of: texts[$0.rawValue], in: $0, key: key) }
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
    if !LanguageCheck.isWritten(text, in: language) { problems.append(problem(.otherAlphabet)) }
    return problems
  }

  /// Finds texts that were copied from another language and not translated.
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

  /// Finds placeholders that one language lacks.
  ///
  /// Readers of that language would be told less than other readers.
  private static func unequalPlaceholders(in texts: [String: String], key: TextKey) -> [TextProblem] {
    let used = texts.mapValues { (try? Template($0))?.placeholders ?? [] }
    let all = used.values.reduce(into: Set()) { $0.formUnion($1) }.intersection(key.placeholders)
    return key.languages.flatMap { language in
      all.subtracting(used[language.rawValue] ?? all).map(\.rawValue).sorted().map {
        TextProblem(.missingPlaceholder, key: key.name, language: language.rawValue, detail: "{\($0)}")
      }
    }
  }
}
