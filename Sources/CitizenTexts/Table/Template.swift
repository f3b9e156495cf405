/// A text with placeholders, parsed once, so that mistakes in it are found before anything is rendered.
///
/// Values such as a child's name come from outside. If a value looks like a placeholder, it is not expanded.
struct Template: Sendable, Equatable {
  private enum Piece: Sendable, Equatable {
    case words(String)
    case place(Placeholder)
  }

  private var pieces: [Piece] = []

  /// Parses a text.
  ///
  /// - Throws: ``UnknownPlaceholder`` if a brace is unpaired or begins no known placeholder; the error has the text
  ///   that begins with this brace.
  init(_ text: String) throws(UnknownPlaceholder) {
    // Bytes are searched, because in UTF-8 a brace is one byte that occurs in no other character.
    var rest = text.utf8[...]
    while let brace = rest.firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }) {
      pieces.append(.words(String(Substring(rest[..<brace]))))
      guard rest[brace] == UInt8(ascii: "{"), let end = rest[brace...].firstIndex(of: UInt8(ascii: "}")) else {
        throw UnknownPlaceholder(text: String(Substring(rest[brace...])))
      }
      guard let placeholder = Placeholder(rawValue: String(Substring(rest[rest.index(after: brace)..<end]))) else {
        throw UnknownPlaceholder(text: String(Substring(rest[brace...end])))
      }
      pieces.append(.place(placeholder))
      rest = rest[rest.index(after: end)...]
    }
    pieces.append(.words(String(Substring(rest))))
  }

  var placeholders: Set<Placeholder> {
    Set(pieces.compactMap { if case .place(let placeholder) = $0 { placeholder } else { nil } })
  }

  /// The text with a value for each of ``placeholders``; a missing value ends the program.
  func render(_ values: [Placeholder: String] = [:]) -> String {
    pieces.map { piece in
      switch piece {
      case .words(let words): return words
      case .place(let placeholder):
        guard let value = values[placeholder] else { preconditionFailure("no value for {\(placeholder.rawValue)}") }
        return value
      }
    }.joined()
  }
}

struct UnknownPlaceholder: Error {
  let text: String
}

/// A placeholder of a template, written in braces: `{number}`.
enum Placeholder: String, CaseIterable, Sendable {
  /// The application's number.
  case number
  /// The child's given name and initial.
  case child
  /// The subject of an entry's short text: the child's name, or the application's number.
  case about
  /// The name, BIN, telephone and address of the school that was applied to.
  case school, bin, phone, address
  /// The moment by which the answer is due, as the text `date.moment` writes it.
  case due
  /// The parts of the text `date.moment`: day and month in words, year, time of day.
  case date, year, time
  /// A document's name, and the place where it is issued.
  case document, place
  /// A whole sentence of a reason, and the rule that it rests on.
  case reason, basis
  /// The first and the last day of the first grade's window.
  case from, to
  /// The age of a first-grader, in years.
  case age
  /// The limit for all attachments together, in whole MB.
  case limit
  /// The least size of the photo in pixels, and the ratio of its sides.
  case pixels, ratio
  /// The number of the earlier application, in an entry about a duplicate.
  case first
  /// A reason's code.
  case code
}
