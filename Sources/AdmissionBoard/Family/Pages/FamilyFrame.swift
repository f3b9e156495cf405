import QueueContracts

/// A page of the family: the frame that all pages share, and its own content.
struct FamilyModel<Content: Sendable>: Sendable {
  /// The texts that templates use, by name.
  let t: [String: String]
  let chrome: FamilyFrame
  let body: Content
}

/// The frame that is shown around each page of the family.
struct FamilyFrame: Sendable {
  struct LanguageButton: Sendable {
    let code: String
    let label: String
    let isCurrent: Bool
  }

  enum Place { case services, history }

  let lang: String
  let languages: [LanguageButton]
  /// The page's path, to which a change of language returns.
  let path: String
  /// The id of the form that is sent along with a change of language, so that nothing typed is lost; nil if the page
  /// has no form.
  let form: String?
  /// The text before the title of a page that reports problems.
  let titlePrefix: String
  /// The citizen's name; nil if nobody has signed in.
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

  /// The name of each language in that language.
  private static let names: [Language: String] = [.kk: "Қазақша", .ru: "Русский", .en: "English"]
}

/// A problem in the list at the top of a page; it links to the field or document that has the problem.
struct ProblemLink: Sendable {
  let id: String
  let text: String
}

/// What is wrong with a field and what to do about it, shown beside the field.
struct FieldError: Sendable {
  let text: String
  let advice: String?
}
