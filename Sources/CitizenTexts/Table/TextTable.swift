import Foundation
import QueueContracts

/// The texts of `texts.json`, complete enough to render every entry of the service history.
struct TextTable: Sendable {
  private let templates: [TextKey: InEachLanguage<Template?>]

  /// Reads a file of texts.
  ///
  /// - Parameters:
  ///   - json: the file.
  ///   - isProven: true if a test has checked the file. Then only mistakes that make rendering impossible are looked
  ///     for, so a worker starts faster.
  /// - Throws: ``TextsError`` with everything that is wrong with the file.
  init(json: some Sequence<UInt8>, isProven: Bool = false) throws(TextsError) {
    let file: [String: [String: String]]
    do {
      file = try JSONReader.decode([String: [String: String]].self, from: Data(json))
    } catch {
      throw TextsError(problems: [TextProblem(.notATable, key: "", detail: "a key, and under it kk, ru and en")])
    }
    let known = Set(TextKey.all.map(\.name))
    var problems = file.keys.filter { !known.contains($0) }.sorted().map { TextProblem(.unknownKey, key: $0) }
    var templates: [TextKey: InEachLanguage<Template?>] = [:]
    for key in TextKey.all {
      guard let texts = file[key.name] else {
        problems.append(TextProblem(.missingKey, key: key.name))
        continue
      }
      if !isProven { problems += TextCheck.problems(of: texts, key: key) }
      let own = InEachLanguage { texts[$0.rawValue].flatMap { try? Template($0) } }
      let unread = key.languages.filter { own[$0]?.placeholders.isSubset(of: key.placeholders) != true }
      if isProven { problems += unread.map { TextProblem(.unreadable, key: key.name, language: $0.rawValue) } }
      templates[key] = own
    }
    guard problems.isEmpty else { throw TextsError(problems: problems) }
    self.templates = templates
  }

  func render(_ key: TextKey, in language: Language, _ values: [Placeholder: String] = [:]) -> String {
    guard let texts = templates[key], let template = texts[language] else {
      preconditionFailure("\(key.name) is not in TextKey.all, so the file was not checked for it")
    }
    return template.render(values)
  }
}
