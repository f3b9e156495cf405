import Operations

/// A line chart as SVG; each page with a chart also has a table of the same numbers.
struct LineChart: Sendable {
  struct Series: Sendable {
    let name: String
    /// One value for each label of the axis; nil leaves a gap in the line.
    let values: [Double?]
  }

  let series: [Series]
  /// The labels of the horizontal axis.
  let labels: [String]
  let format: @Sendable (Double) -> String

  private static let (width, height) = (520.0, 190.0)
  private static let (left, right, top, bottom) = (56.0, 8.0, 10.0, 24.0)

  var svg: String {
    let highest = nice(series.flatMap { $0.values.compactMap { $0 } }.filter(\.isFinite).max() ?? 0)
    var parts = [
      "<svg viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" aria-hidden=\"true\" focusable=\"false\">"
    ]
    for step in 0...4 {
      let value = highest * Double(step) / 4
      let y = y(value, highest)
      parts.append(
        "<line class=\"\(step == 0 ? "axis" : "grid")\" x1=\"\(Self.left)\" x2=\"\(Self.width - Self.right)\" y1=\"\(y)\" y2=\"\(y)\"/>"
      )
      parts.append(
        "<text x=\"\(Self.left - 6)\" y=\"\(y + 4)\" text-anchor=\"end\">\(format(value).escapedForHTML)</text>")
    }
    let every = max(1, (labels.count + 5) / 6)
    for (place, label) in labels.enumerated() where place % every == 0 {
      parts.append(
        "<text x=\"\(x(place))\" y=\"\(Self.height - 6)\" text-anchor=\"middle\">\(label.escapedForHTML)</text>")
    }
    for (number, series) in series.enumerated() { parts += lines(series, number % 6 + 1, highest) }
    return parts.joined() + "</svg>"
  }

  private func lines(_ series: Series, _ colour: Int, _ highest: Double) -> [String] {
    var parts: [String] = []
    var points: [(x: Double, y: Double)] = []
    func end() {
      if points.count == 1 {
        parts.append("<circle class=\"f\(colour)\" cx=\"\(points[0].x)\" cy=\"\(points[0].y)\" r=\"2.5\"/>")
      } else if points.count > 1 {
        let text = points.map { "\($0.x),\($0.y)" }.joined(separator: " ")
        parts.append("<polyline class=\"s\(colour)\" points=\"\(text)\"/>")
      }
      points = []
    }
    for (place, value) in series.values.enumerated() {
      guard let value, value.isFinite else {
        end()
        continue
      }
      points.append((x(place), y(value, highest)))
    }
    end()
    return parts
  }

  private func x(_ place: Int) -> Double {
    let room = Self.width - Self.left - Self.right - 12
    return ((Self.left + 6 + room * Double(place) / Double(max(1, labels.count - 1))) * 10).rounded() / 10
  }

  private func y(_ value: Double, _ highest: Double) -> Double {
    let room = Self.height - Self.top - Self.bottom
    return ((Self.height - Self.bottom - room * min(1, value / highest)) * 10).rounded() / 10
  }

  /// A round number at or above the value, for the top of the axis.
  private func nice(_ value: Double) -> Double {
    guard value > 0 else { return 4 }
    var unit = 1.0
    while unit * 10 <= value { unit *= 10 }
    while unit > value { unit /= 10 }
    return ([1, 2, 4, 6, 8, 10].first { $0 * unit >= value } ?? 10) * unit
  }
}
