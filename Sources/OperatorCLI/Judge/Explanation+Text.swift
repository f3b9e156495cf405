import Operations
import QueueContracts

extension Explanation {
  var text: String { (heading + rules.map(\.text) + verdict).joined(separator: "\n") }

  private var heading: [String] {
    let name = (number.map { "Application \($0), " } ?? "A form, ") + service.rawValue
    let directory = knowsSchool.map { $0 ? ", in the directory" : ", not in the directory" } ?? ""
    return [
      Terminal.styled("\(name), submitted \(submittedAt)", .bold),
      "Edition: \(edition). School: \(school)\(directory).".onOneLine,
    ]
      + (recorded.map { ["Judged \($0.judgedAt), by what was looked up then: \($0.words)."] } ?? [])
      + (notLookedUp.isEmpty
        ? [] : ["Not looked up, because nothing names them: \(notLookedUp.joined(separator: ", "))."])
  }

  private var verdict: [String] {
    switch outcome {
    case .accepted:
      [Terminal.styled("Accepted", .green) + ": no rule holds. An answer is due by \(dueBy?.description ?? "–")."]
    case .refused:
      [Terminal.styled("Refused", .red) + ", and the citizen reads:"]
        + reasons.map { "  • \(words(for: $0))" }
    case .waits:
      [Terminal.styled("Waits", .yellow) + ": unavailable and needed: \(awaited.joined(separator: ", "))."]
    case .parked:
      [Terminal.styled("Parked", .yellow) + ": school.unknown, whatever else holds; an operator looks at it."]
    }
  }
}

extension ExplainedRule {
  var text: String {
    let mark = holds ? Terminal.styled("✗", .red) : Terminal.styled("✓", .green)
    let looked = inputs.map {
      "\($0.name): \($0.values.isEmpty ? "none" : $0.values.joined(separator: ", "))".onOneLine
    }
    return
      ([
        "\(mark) \(code)\(clauses.count == 1 ? ", \(clauses[0].rawValue)" : "")",
        Terminal.wrapped("refuses where \(condition)", margin: "    "),
      ]
      + (looked.isEmpty ? [] : [Terminal.wrapped("looked at \(looked.joined(separator: "; "))", margin: "    ")])
      + found.map { "    → \($0)".onOneLine }).joined(separator: "\n")
  }
}
