import Operations
import QueueContracts

extension TrialReport {
  var text: String {
    let heading = "Applications submitted since \(since), by \(editions.map { "“\($0)”" }.joined(separator: ", "))"
    var parts = [Terminal.styled(heading.onOneLine, .bold), outcomeTable.text]
    if !rules.isEmpty { parts.append(ruleTable.text) }
    if let changes, !changes.isEmpty { parts.append(changes.map(\.text).joined(separator: "\n")) }
    if notRecorded > 0 {
      parts.append(
        "Of \(notRecorded) more it is not recorded how they were judged: they wait, or an older version did it.")
    }
    return parts.joined(separator: "\n\n")
  }

  private var outcomeTable: Table {
    var table = Table("OUTCOME", "APPLICATIONS")
    table.add("the same, for the same reasons", "\(outcomes.same)")
    table.add("refused instead of accepted", "\(outcomes.refusedInsteadOfAccepted)")
    table.add("accepted instead of refused", "\(outcomes.acceptedInsteadOfRefused)")
    table.add("refused for other reasons", "\(outcomes.refusedForOtherReasons)")
    table.add("cannot be told", "\(outcomes.cannotBeTold)")
    table.add("all", "\(applications)")
    return table
  }

  private var ruleTable: Table {
    var table = Table("REASON", "BEGINS TO HOLD", "HOLDS NO MORE", "CANNOT BE TOLD")
    for rule in rules {
      let name = rule.code + (rule.subject.map { ":\($0)" } ?? "")
      table.add(name, "\(rule.begins)", "\(rule.ends)", "\(rule.cannotBeTold)")
    }
    return table
  }
}

extension TrialReport.Change {
  fileprivate var text: String {
    func list(_ words: [String]) -> String { words.isEmpty ? "accepted" : words.joined(separator: " ") }
    let untold = cannotBeTold.isEmpty ? "" : "; cannot be told: \(cannotBeTold.joined(separator: " "))"
    return "\(number.text): \(list(was)) → \(list(would))\(untold)".onOneLine
  }
}
