import Operations

extension RulesComparison.Period {
  var text: String {
    let days = [from.map { "from \($0)" }, before.map { "before \($0)" }].compactMap { $0 }
    let span = days.isEmpty ? "At all times" : days.joined(separator: ", ").capitalizedFirst
    return (["\(span), “\(new)” in place of “\(old)”:"] + changes.map { Terminal.wrapped("– \($0)", margin: "  ") })
      .joined(separator: "\n")
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
