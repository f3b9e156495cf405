import Foundation
import QueueContracts

/// The texts of the family's page in Kazakh, Russian and English.
///
/// The texts of reasons and of the service history's entries are in `CitizenTexts`.
struct FamilyTexts: Sendable {
  private let table: [String: LocalizedText]

  /// The built-in texts, `family-texts.json`.
  static let builtIn: FamilyTexts = {
    do { return try FamilyTexts(json: Data(PackageResources.family_texts_json)) } catch {
      preconditionFailure("family-texts.json is no table of texts: \(error)")
    }
  }()

  init(json: Data) throws { table = try JSONDecoder().decode([String: LocalizedText].self, from: json) }

  /// The names of all texts.
  var keys: Set<String> { Set(table.keys) }

  func has(_ key: String) -> Bool { table[key] != nil }

  /// Returns a text with values in its gaps.
  ///
  /// - Parameters:
  ///   - key: the text's name in `family-texts.json`.
  ///   - language: the language.
  ///   - values: the values that replace gaps like `{name}`; a gap without a value stays as it is.
  /// - Returns: the text.
  func callAsFunction(_ key: String, _ language: Language, _ values: [String: String] = [:]) -> String {
    guard let text = table[key] else { preconditionFailure("family-texts.json has no \(key)") }
    // Gaps are filled from left to right, so that braces inside a value are not taken for a gap.
    var (rest, filled) = (text[language][...], "")
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      filled += rest[..<open]
      let name = String(rest[rest.index(after: open)..<close])
      filled += values[name] ?? "{\(name)}"
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }

  /// The texts that templates use by name: those whose name has no dot.
  func all(in language: Language) -> [String: String] {
    table.filter { !$0.key.contains(".") }.mapValues { $0[language] }
  }

  /// The situations in the order of the start page's list, which has three groups.
  static let situations = smooth + toMend + judgedByWorkers

  static let smooth = [
    "accepted", "special-school", "social-assistance", "unemployed-parent", "guardian", "born-abroad",
    "home-schooling", "transfer",
  ]

  /// Situations with a problem that the page itself can find.
  static let toMend = [
    "missing-photo", "missing-health-form", "photo-wrong-size", "document-damaged", "documents-too-large", "no-consent",
    "child-iin-wrong", "too-young", "same-school", "slip-mismatch", "identity-mismatch",
  ]

  /// Situations that only the workers can judge.
  static let judgedByWorkers = [
    "not-a-parent", "not-a-guardian", "already-applied", "slip-used", "register-down", "school-unknown",
  ]
}
