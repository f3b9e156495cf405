import Operations
import QueueContracts

/// Lays out entries of the service history for reading.
struct HistoryPage {
  let languages: [Language]

  func text(_ entries: [HistoryEntry]) -> String { entries.map(text).joined(separator: "\n\n") }

  private func text(_ entry: HistoryEntry) -> String {
    let heading = Terminal.styled("\(entry.occurredAt.forReading)  \(entry.number)".onOneLine, .bold)
    let answers = languages.map { language in
      let title =
        Terminal.styled("  \(language.rawValue)  ", .faint) + Terminal.styled(entry.title[language].onOneLine, .bold)
      let text = entry.text[language]
      // The workers' texts already contain the reasons, so a reason is added only if the text does not have it. Only
      // the reason's beginning is compared: a reason ends with its rule, and long texts leave the rules out.
      let others = entry.reasons.map { $0.text[language] }.filter { !text.contains($0.prefix(40)) }
      let lines = ([text] + others.map { "• " + $0 }).map { Terminal.wrapped($0, margin: "      ") }
      return ([title] + lines).joined(separator: "\n")
    }
    return ([heading] + answers).joined(separator: "\n")
  }
}

extension ApplicationHistory.Outcome {
  var badge: String {
    switch self {
    case .nothing: Terminal.styled(rawValue, .faint)
    case .received, .inProcessing: Terminal.styled(rawValue, .yellow)
    case .positive: Terminal.styled(rawValue, .green)
    case .refused: Terminal.styled(rawValue, .red)
    case .withdrawn: Terminal.styled(rawValue, .faint)
    }
  }
}
