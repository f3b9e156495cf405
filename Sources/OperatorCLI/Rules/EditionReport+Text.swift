import Operations

extension EditionReport {
  var text: String { ([Terminal.styled(heading, .bold)] + lines.map { "  \($0)" }).joined(separator: "\n") }
}
