/// A table with headings, whose columns are as wide as their widest cell.
struct Table {
  private(set) var headings: [String]
  var rows: [[String]] = []

  init(_ headings: String...) { self.headings = headings }

  mutating func add(_ cells: String...) {
    // Each cell is put on one line, because its text may come from a stranger's message and contain line breaks.
    rows.append(cells.map(\.onOneLine))
  }

  /// Leaves out each column in which every cell is one of `words`.
  ///
  /// - Parameter words: the texts of cells that count as empty.
  /// - Returns: the table with the remaining columns; unchanged if it has no rows.
  func withoutEmptyColumns(treatingAsEmpty words: Set<String> = [""]) -> Table {
    let kept = headings.indices.filter { column in !rows.allSatisfy { words.contains($0[column]) } }
    guard !rows.isEmpty else { return self }
    var table = self
    table.headings = kept.map { headings[$0] }
    table.rows = rows.map { row in kept.map { row[$0] } }
    return table
  }

  var text: String {
    let widths = headings.indices.map { column in
      ([headings] + rows).map { $0[column].count }.max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      var line = ""
      for (cell, width) in zip(cells, widths) {
        line += cell + String(repeating: " ", count: width - cell.count + 2)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
    return ([Terminal.styled(line(headings), .bold)] + rows.map(line)).joined(separator: "\n")
  }
}
