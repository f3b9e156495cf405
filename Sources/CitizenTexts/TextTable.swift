import Foundation
import QueueContracts

/// The texts of `texts.json`, all of them there and all of them sound: whoever holds a table can render any letter.
struct TextTable: Sendable {
  private let templates: [TextKey: [Language: Template]]

  /// Reads and checks a file of texts.
  ///
  /// - Throws: everything that is wrong with it at once, so that an editor mends it in one go.
  init(json: some Sequence<UInt8>) throws(TextsError) {
    let file: [String: [String: String]]
    do {
      file = try JSONDecoder().decode([String: [String: String]].self, from: Data(json))
    } catch {
      throw TextsError(problems: [TextProblem(.notATable, key: "", detail: "a key, and under it kk, ru and en")])
    }
    let known = Set(TextKey.all.map(\.name))
    var problems = file.keys.filter { !known.contains($0) }.sorted().map { TextProblem(.unknownKey, key: $0) }
    var templates: [TextKey: [Language: Template]] = [:]
    for key in TextKey.all {
      guard let texts = file[key.name] else {
        problems.append(TextProblem(.missingKey, key: key.name))
        continue
      }
      problems += TextCheck.problems(of: texts, key: key)
      for language in key.languages {
        templates[key, default: [:]][language] = texts[language.rawValue].flatMap { try? Template($0) }
      }
    }
    guard problems.isEmpty else { throw TextsError(problems: problems) }
    self.templates = templates
  }

  func render(_ key: TextKey, in language: Language, _ values: [Placeholder: String] = [:]) -> String {
    guard let template = templates[key]?[language] else {
      preconditionFailure("\(key.name) is not one of TextKey.all, so no file was asked for it")
    }
    return template.render(values)
  }
}
