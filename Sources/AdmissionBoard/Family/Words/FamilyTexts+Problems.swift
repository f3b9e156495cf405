import Admission
import CitizenTexts
import QueueContracts

/// Puts the problems of a form into words of one language.
struct ProblemWords: Sendable {
  let words: FamilyTexts
  let letters: HistoryTexts
  let edition: RulesEdition
  let language: Language

  func fieldError(_ problem: FormProblem) -> FieldError {
    switch problem {
    case .empty(let field): plain(field.isChoice ? "problem.choose" : "problem.empty", field)
    case .noName(let field): plain("problem.name", field)
    case .noDate(let field): plain("problem.date", field)
    case .noPhone(let field): plain("problem.phone", field)
    case .tooLong(let field): plain("problem.long", field)
    case .reason(let reason), .file(_, let reason): said(reason)
    case .noRoom: FieldError(text: words("problem.room", language), advice: nil)
    }
  }

  /// All problems at one place of the form, joined into one text and one piece of advice; nil if there are none.
  func fieldError(at place: FormPlace, of problems: [FormProblem]) -> FieldError? {
    let errors = problems.filter { $0.place == place }.map(fieldError)
    guard !errors.isEmpty else { return nil }
    let advice = errors.compactMap(\.advice).joined(separator: " ")
    return FieldError(
      text: errors.map(\.text).joined(separator: " "), advice: advice.isEmpty ? nil : advice)
  }

  func links(_ problems: [FormProblem]) -> [ProblemLink] {
    problems.map { ProblemLink(id: $0.place.id, text: fieldError($0).text) }
  }

  func name(of kind: DocumentKind) -> String {
    let name = edition.words.name(of: kind)[language]
    return name.prefix(1).uppercased() + name.dropFirst()
  }

  private func plain(_ key: String, _ field: FormField) -> FieldError {
    FieldError(
      text: words(key, language, ["field": words("field.\(field.rawValue)", language)]), advice: nil)
  }

  private func said(_ reason: Reason) -> FieldError {
    let hint = letters.hint(for: reason, by: edition)
    let advice = hint.advice[language]
    return FieldError(text: hint.text[language], advice: advice.isEmpty ? nil : advice)
  }
}

/// A file size in kilobytes or megabytes.
func fileSize(_ bytes: Int, _ language: Language) -> String {
  let (kilo, mega) = language == .en ? ("KB", "MB") : ("КБ", "МБ")
  guard bytes >= 1_000_000 else { return "\(max(1, (bytes + 512) / 1024)) \(kilo)" }
  let tenths = (bytes * 10 + 524_288) / 1_048_576
  return "\(tenths / 10)\(language == .en ? "." : ",")\(tenths % 10) \(mega)"
}
