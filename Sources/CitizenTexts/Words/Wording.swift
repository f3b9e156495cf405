/// A text with gaps, parsed once and filled in by joining pieces.
struct Wording: Sendable {
  private struct Piece: Sendable {
    let words: String
    /// The gap that follows the words.
    let gap: Gap
  }

  private let pieces: [Piece]
  /// The words after the last gap.
  private let end: String
  private let bytes: Int
  /// The size of the words without the values.
  let size: TextSize

  /// Parses a text in which markers stand for the gaps.
  init(_ text: String) {
    var pieces: [Piece] = []
    var words = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let gap = Gap(marker: scalar) {
        pieces.append(Piece(words: String(words), gap: gap))
        words = String.UnicodeScalarView()
      } else {
        words.append(scalar)
      }
    }
    self.pieces = pieces
    end = String(words)
    bytes = text.utf8.count
    var size = TextSize(end)
    for piece in pieces { size += TextSize(piece.words) }
    self.size = size
  }

  /// The text with the values in its gaps; a marker inside a value stays as it is.
  func filled(_ values: LetterValues) -> String {
    guard !pieces.isEmpty else { return end }
    var text = ""
    // The reserved capacity is enough for most values. With longer values, the text grows.
    text.reserveCapacity(bytes + 64 * pieces.count)
    for piece in pieces {
      text += piece.words
      text += values[piece.gap]
    }
    text += end
    return text
  }

  /// The size of the text with its values.
  func size(filled values: LetterValues) -> TextSize { pieces.reduce(into: size) { $0 += TextSize(values[$1.gap]) } }
}
