import Foundation
import QueueContracts

/// The words of the family's page, in Kazakh, Russian and English; what a reason or a letter says is `CitizenTexts`'.
struct FamilyTexts: Sendable {
  private let table: [String: LocalizedText]

  /// The built-in ones, which a test has checked.
  static let builtIn: FamilyTexts = {
    do { return try FamilyTexts(json: Data(PackageResources.family_texts_json)) } catch {
      preconditionFailure("family-texts.json is no table of texts: \(error)")
    }
  }()

  init(json: Data) throws { table = try JSONDecoder().decode([String: LocalizedText].self, from: json) }

  /// Every name.
  var keys: Set<String> { Set(table.keys) }

  func has(_ key: String) -> Bool { table[key] != nil }

  /// Gives a text, with values put into its gaps.
  ///
  /// - Parameters:
  ///   - key: the text's name in `family-texts.json`.
  ///   - language: the language.
  ///   - values: the values that stand in the place of `{name}`; a gap without a value stays as it is.
  /// - Returns: the text.
  func callAsFunction(_ key: String, _ language: Language, _ values: [String: String] = [:]) -> String {
    guard let text = table[key] else { preconditionFailure("family-texts.json has no \(key)") }
    // From left to right, so that a value that looks like a gap is a value.
    var (rest, filled) = (text[language][...], "")
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      filled += rest[..<open]
      let name = String(rest[rest.index(after: open)..<close])
      filled += values[name] ?? "{\(name)}"
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }

  /// Those without gaps, for templates, which name them by their first part.
  func all(in language: Language) -> [String: String] {
    table.filter { !$0.key.contains(".") }.mapValues { $0[language] }
  }

  /// The situations in the order of the list, in three groups.
  static let situations = smooth + toMend + toAnswer

  static let smooth = [
    "accepted", "special-school", "social-assistance", "unemployed-parent", "guardian", "born-abroad",
    "home-schooling", "transfer",
  ]

  /// What the page itself tells.
  static let toMend = [
    "missing-photo", "missing-health-form", "photo-wrong-size", "document-damaged", "documents-too-large", "no-consent",
    "child-iin-wrong", "too-young", "same-school", "slip-mismatch", "identity-mismatch",
  ]

  /// What only the workers know.
  static let toAnswer = [
    "not-a-parent", "not-a-guardian", "already-applied", "slip-used", "register-down", "school-unknown",
  ]
}
