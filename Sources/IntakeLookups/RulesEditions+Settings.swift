public import Admission
public import WorkerRuntime

extension RulesEditions {
  /// Reads `RULES_FILE` or `RULES_EDITION`; without both, the edition is the built-in one of the source text.
  ///
  /// - Throws: `SettingsError` for a file that cannot be used, a name that no edition has, or both keys at once.
  public init(_ settings: Settings) throws(SettingsError) {
    let file = try settings.file("RULES_FILE") { json throws(RulesFileError) in try RulesEditions(json: json) }
    guard let name = settings.text("RULES_EDITION") else {
      self = file ?? .builtIn
      return
    }
    guard file == nil else {
      throw SettingsError(
        key: "RULES_EDITION", problem: "cannot be set beside RULES_FILE: one of them says by which rules is judged")
    }
    guard let editions = RulesEditions.builtIn(named: name) else {
      throw SettingsError(
        key: "RULES_EDITION", problem: "must be one of \(RulesEditions.builtInNames.joined(separator: ", "))")
    }
    self = editions
  }
}
