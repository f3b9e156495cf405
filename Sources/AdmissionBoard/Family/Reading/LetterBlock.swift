/// A paragraph or a list of an entry's plain text, which has one paragraph or list item per line.
struct LetterBlock: Sendable, Equatable {
  /// The paragraph; nil if the block is a list.
  let paragraph: String?
  /// True if the paragraph introduces a list.
  let isHeading: Bool
  let points: [Point]
  let isList: Bool

  struct Point: Sendable, Equatable {
    let text: String
    /// The indented lines that follow this list item.
    let more: [String]
  }

  private init(paragraph: String, isHeading: Bool) {
    self.paragraph = paragraph
    self.isHeading = isHeading
    points = []
    isList = false
  }

  private init(points: [Point]) {
    paragraph = nil
    isHeading = false
    self.points = points
    isList = true
  }

  static func blocks(of text: String) -> [LetterBlock] {
    var blocks: [LetterBlock] = []
    var points: [Point] = []
    func closeList() {
      if !points.isEmpty { blocks.append(LetterBlock(points: points)) }
      points = []
    }
    for line in text.split(separator: "\n") {
      if line.hasPrefix("– ") {
        points.append(Point(text: String(line.dropFirst(2)), more: []))
      } else if line.hasPrefix("  "), let last = points.popLast() {
        points.append(Point(text: last.text, more: last.more + [String(line.drop { $0 == " " })]))
      } else {
        closeList()
        blocks.append(LetterBlock(paragraph: String(line), isHeading: line.hasSuffix(":")))
      }
    }
    closeList()
    return blocks
  }
}
