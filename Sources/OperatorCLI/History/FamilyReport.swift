import Operations
import QueueContracts
import Samples

/// The answers that each family of a sample has got.
struct FamilyReport {
  let families: [(family: ListedFamily, history: ApplicationHistory)]

  /// The families whose answers are not complete.
  var missing: [ListedFamily] { families.filter { !$0.history.isSettled }.map(\.family) }

  func text(_ languages: [Language]) -> String {
    let page = HistoryPage(languages: languages)
    let parts = families.enumerated().map { number, item in
      let title = Terminal.styled("\(number + 1). \(item.family.title)".onOneLine, .bold)
      let heading = "\(title)  [\(item.history.outcome.badge)]"
      return ([heading] + item.history.entries.map { page.text([$0]) }).joined(separator: "\n\n")
    }
    return (parts + [totals]).joined(separator: "\n\n")
  }

  var totals: String {
    let counts = ApplicationHistory.Outcome.allCases.compactMap { outcome -> String? in
      let count = families.count { $0.history.outcome == outcome }
      return count > 0 || [.inProcessing, .refused].contains(outcome) ? "\(outcome.rawValue) \(count)" : nil
    }
    return "\(families.count) applications: " + counts.joined(separator: ", ")
  }

  var json: [Item] {
    families.map {
      Item(
        title: $0.family.title, applicationId: $0.family.applicationId, file: $0.family.file,
        outcome: $0.history.outcome.rawValue, entries: $0.history.entries)
    }
  }

  struct Item: Encodable {
    let title: String
    let applicationId: ApplicationID
    let file: String
    let outcome: String
    let entries: [HistoryEntry]
  }
}
