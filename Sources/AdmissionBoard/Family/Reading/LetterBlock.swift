/// A letter's plain text, a paragraph or a point of a list to a line, taken apart for a page.
struct LetterBlock: Sendable, Equatable {
  /// Nil if it is a list.
  let paragraph: String?
  /// A paragraph that leads a list.
  let isHeading: Bool
  let points: [Point]
  let isList: Bool

  struct Point: Sendable, Equatable {
    let text: String
    /// What stands below it, further in.
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
