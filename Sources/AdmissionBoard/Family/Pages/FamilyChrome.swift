import QueueContracts

/// A page of the family: what stands around each, and what is its own.
struct FamilyModel<Content: Sendable>: Sendable {
  /// Every text without gaps.
  let t: [String: String]
  let chrome: FamilyChrome
  let body: Content
}

/// What stands around each page of the family.
struct FamilyChrome: Sendable {
  struct LanguageButton: Sendable {
    let code: String
    let label: String
    let isCurrent: Bool
  }

  enum Place { case services, history }

  let lang: String
  let languages: [LanguageButton]
  /// Where the page is, to come back to in another language.
  let path: String
  /// The form that goes along when the language is changed, so that nothing that was typed is lost; nil if there is none.
  let form: String?
  /// Before the title of a page that says what is wrong.
  let titlePrefix: String
  /// Nil if nobody has signed in.
  let citizen: String?
  let isServices: Bool
  let isHistory: Bool
  let stylesheet: String
  let script: String

  init(
    _ language: Language, path: String, citizen: Citizen? = nil, place: Place? = nil, form: String? = nil,
    titlePrefix: String = ""
  ) {
    lang = language.rawValue
    languages = Language.allCases.map {
      LanguageButton(code: $0.rawValue, label: Self.names[$0] ?? "", isCurrent: $0 == language)
    }
    self.path = path
    self.form = form
    self.titlePrefix = titlePrefix
    self.citizen = citizen.map { "\($0.form.applicant.givenName) \($0.form.applicant.familyName)" }
    isServices = place == .services
    isHistory = place == .history
    stylesheet = StaticFile.familyStylesheet.path
    script = StaticFile.familyScript.path
  }

  /// Each in its own language.
  private static let names: [Language: String] = [.kk: "Қазақша", .ru: "Русский", .en: "English"]
}

/// A problem at the top of a page, which leads to its place.
struct ProblemLink: Sendable {
  let id: String
  let text: String
}

/// What stands beside a field: what is wrong, and what to do about it.
struct FieldTrouble: Sendable {
  let text: String
  let advice: String?
}
