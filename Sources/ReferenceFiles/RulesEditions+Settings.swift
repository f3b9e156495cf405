public import Admission
public import WorkerBase

extension RulesEditions {
  /// Reads `RULES_FILE` or `RULES_EDITION`; if neither is set, takes the built-in edition `source`.
  ///
  /// - Throws: `SettingsError` if the file cannot be used, if no edition has this name, or if both keys are set.
  public init(_ settings: Settings) throws(SettingsError) {
    let file = try settings.file("RULES_FILE") { json throws(RulesFileError) in try RulesEditions(json: json) }
    guard let name = settings.text("RULES_EDITION") else {
      self = file ?? .builtIn
      return
    }
    guard file == nil else {
      throw SettingsError(
        key: "RULES_EDITION",
        problem: "cannot be set together with RULES_FILE: only one of the two may choose the rules")
    }
    guard let editions = RulesEditions.builtIn(named: name) else {
      throw SettingsError(
        key: "RULES_EDITION", problem: "must be one of \(RulesEditions.builtInNames.joined(separator: ", "))")
    }
    self = editions
  }
}
