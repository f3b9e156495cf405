import Admission
import QueueContracts

/// One edition of the rules, for reading.
struct EditionReport: Encodable {
  struct ServiceRules: Encodable {
    let service: Service
    let documents: [DocumentKind]
    let answerWorkingDays: Int
  }

  let name: String
  /// The first day; nil where it holds from the beginning.
  let validFrom: CivilDate?
  /// The first day of the edition that follows.
  let validBefore: CivilDate?
  let isInForce: Bool
  let windowFrom: String
  let windowTo: String
  let firstGradeAge: Int
  let services: [ServiceRules]
  let pieces: [String: Int]
  let alternatives: [String: [DocumentKind]]
  let attachmentBytes: Int
  let daysOff: [String: [String]]
  let workingDays: [CivilDate]
  let daysOffOfOtherYears: [String]

  static func all(_ editions: RulesEditions, now: Timestamp) -> [EditionReport] {
    let inForce = editions.inForce(at: now)
    return zip(editions.all, editions.all.dropFirst().map(\.validFrom) + [nil]).map { edition, next in
      EditionReport(edition, validBefore: next, isInForce: edition == inForce)
    }
  }

  init(_ edition: RulesEdition, validBefore: CivilDate?, isInForce: Bool) {
    (name, validFrom) = (edition.name, edition.validFrom)
    (self.validBefore, self.isInForce) = (validBefore, isInForce)
    windowFrom = edition.firstGradeWindow.lowerBound.description
    windowTo = edition.firstGradeWindow.upperBound.description
    firstGradeAge = edition.firstGradeAge
    services = Service.allCases.map { service in
      ServiceRules(
        service: service, documents: edition.requiredKinds[service] ?? [],
        answerWorkingDays: edition.answerWorkingDays[service] ?? 1)
    }
    pieces = Dictionary(uniqueKeysWithValues: edition.pieces.map { ($0.rawValue, $1) })
    alternatives = Dictionary(uniqueKeysWithValues: edition.alternatives.map { ($0.rawValue, $1) })
    attachmentBytes = edition.attachmentBytes
    let calendar = edition.calendar
    daysOff = Dictionary(
      uniqueKeysWithValues: calendar.daysOff.map { (String($0), $1.sorted().map(\.description)) })
    workingDays = calendar.workingWeekendDays.sorted()
    daysOffOfOtherYears = calendar.yearlyDaysOff.sorted().map(\.description)
  }

  var text: String { ([Terminal.styled(heading, .bold)] + lines.map { "  \($0)" }).joined(separator: "\n") }

  private var heading: String { "\(name): \(validity)\(isInForce ? " (in force now)" : "")" }

  /// For a list, without the heading.
  var lines: [String] {
    [
      "First grade: applications from \(windowFrom) to \(windowTo), both days inside; the child is or turns "
        + "\(firstGradeAge) in the calendar year of submission."
    ]
      + services.map { rules in
        "\(rules.service): asks for \(list(rules.documents.map(named))); an answer within "
          + "\(rules.answerWorkingDays) working day\(rules.answerWorkingDays == 1 ? "" : "s")."
      }
      + alternatives.sorted { $0.key < $1.key }.map {
        "In place of \($0.key) serves \(list($0.value.map(\.rawValue)))."
      }
      + ["All attachments together: at most \(attachmentBytes) bytes."]
      + daysOff.sorted { $0.key < $1.key }.map { "Days off in \($0.key) besides weekends: \(list($0.value))." }
      + (workingDays.isEmpty ? [] : ["Weekend days that are worked: \(list(workingDays.map(\.description)))."])
      + ["Days off in other years besides weekends: \(list(daysOffOfOtherYears))."]
  }

  private var validity: String {
    switch (validFrom, validBefore) {
    case (nil, nil): "at all times"
    case (nil, let end?): "before \(end)"
    case (let start?, nil): "from \(start)"
    case (let start?, let end?): "from \(start), before \(end)"
    }
  }

  private func named(_ kind: DocumentKind) -> String {
    let count = pieces[kind.rawValue] ?? 1
    return count == 1 ? kind.rawValue : "\(count) × \(kind.rawValue)"
  }

  private func list(_ words: [String]) -> String { words.isEmpty ? "nothing" : words.joined(separator: ", ") }
}
