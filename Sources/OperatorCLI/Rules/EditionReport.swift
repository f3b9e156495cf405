import Admission
import QueueContracts

/// One edition of the rules, for reading.
struct EditionReport: Encodable {
  struct ServiceRules: Encodable {
    let service: Service
    let documents: [DocumentKind]
    let answerWorkingDays: Int
  }

  struct Region: Encodable {
    let name: String
    let bins: [String]
    let windowFrom: String
    let windowTo: String
  }

  struct Year: Encodable {
    let daysOff: [String]
    let workedWeekendDays: [String]
    let knowsKurbanAit: Bool
  }

  struct Words: Encodable {
    let documents: [String: LocalizedText]
    let whereToGet: [String: LocalizedText]
    let contacts: LocalizedText
    let appeal: LocalizedText
    let enrolmentOrder: LocalizedText?
  }

  let name: String
  /// The first day; nil where it holds from the beginning.
  let validFrom: CivilDate?
  /// The first day of the edition that follows.
  let validBefore: CivilDate?
  let isInForce: Bool
  let windowFrom: String
  let windowTo: String
  let regions: [Region]
  let firstGradeAge: Int
  let services: [ServiceRules]
  let pieces: [String: Int]
  let alternatives: [String: [DocumentKind]]
  let attachmentBytes: Int
  let photo: String
  let holidays: [String]
  /// Computed, for the years of which all is known.
  let years: [String: Year]
  let words: Words

  static func all(_ editions: RulesEditions, now: Timestamp) -> [EditionReport] {
    let inForce = editions.inForce(at: now)
    return zip(editions.all, editions.all.dropFirst().map(\.validFrom) + [nil]).map { edition, next in
      EditionReport(edition, validBefore: next, isInForce: edition == inForce)
    }
  }

  init(_ edition: RulesEdition, validBefore: CivilDate?, isInForce: Bool) {
    name = edition.name
    validFrom = edition.validFrom
    self.validBefore = validBefore
    self.isInForce = isInForce
    windowFrom = edition.firstGradeWindow.lowerBound.description
    windowTo = edition.firstGradeWindow.upperBound.description
    regions = edition.regions.map { region in
      Region(
        name: region.name, bins: region.bins, windowFrom: region.days.lowerBound.description,
        windowTo: region.days.upperBound.description)
    }
    firstGradeAge = edition.firstGradeAge
    services = Service.allCases.map { service in
      ServiceRules(
        service: service, documents: edition.requiredKinds[service] ?? [],
        answerWorkingDays: edition.answerWorkingDays[service] ?? 1)
    }
    pieces = Dictionary(uniqueKeysWithValues: edition.pieces.map { ($0.rawValue, $1) })
    alternatives = Dictionary(uniqueKeysWithValues: edition.alternatives.map { ($0.rawValue, $1) })
    attachmentBytes = edition.attachmentBytes
    photo = edition.photo.description
    holidays = edition.calendar.holidays.map(Self.words)
    years = Dictionary(
      uniqueKeysWithValues: edition.calendar.years.keys.map { (String($0), Year(edition.calendar, $0)) })
    words = Words(edition.words)
  }

  var text: String { ([Terminal.styled(heading, .bold)] + lines.map { "  \($0)" }).joined(separator: "\n") }

  private var heading: String { "\(name): \(validity)\(isInForce ? " (in force now)" : "")" }

  /// For a list, without the heading.
  var lines: [String] {
    [
      "First grade: applications from \(windowFrom) to \(windowTo), both days inside; the child is or turns "
        + "\(firstGradeAge) in the calendar year of submission."
    ]
      + regions.map { region in
        "Schools of \(region.name) (BINs that begin with \(list(region.bins))): from \(region.windowFrom) to "
          + "\(region.windowTo)."
      }
      + services.map { rules in
        "\(rules.service): asks for \(list(rules.documents.map(named))); an answer within "
          + "\(rules.answerWorkingDays) working day\(rules.answerWorkingDays == 1 ? "" : "s")."
      }
      + alternatives.sorted { $0.key < $1.key }.map {
        "In place of \($0.key) serves \(list($0.value.map(\.rawValue)))."
      }
      + ["All attachments together: at most \(attachmentBytes) bytes.", "The photo: \(photo)."]
      + ["Holidays: \(list(holidays)). One on a Saturday or Sunday makes the next working day one off."]
      + years.sorted { $0.key < $1.key }.flatMap(yearLines)
  }

  private func yearLines(_ name: String, _ year: Year) -> [String] {
    ["Days off in \(name) besides weekends: \(list(year.daysOff))."]
      + (year.workedWeekendDays.isEmpty ? [] : ["Worked in \(name): \(list(year.workedWeekendDays))."])
      + (year.knowsKurbanAit ? [] : ["Kurban-ait of \(name) is not given."])
  }

  private var validity: String {
    switch (validFrom, validBefore) {
    case (nil, nil): "at all times"
    case (nil, let end?): "before \(end)"
    case (let start?, nil): "from \(start)"
    case (let start?, let end?): "from \(start), before \(end)"
    }
  }

  private static func words(_ holiday: Holiday) -> String {
    let span = [
      holiday.from.map { "from \($0)" }, holiday.through.map { "through \($0)" }, holiday.moves ? nil : "does not move",
    ].compactMap { $0 }
    return holiday.day.description + (span.isEmpty ? "" : " (\(span.joined(separator: ", ")))")
  }

  private func named(_ kind: DocumentKind) -> String {
    let count = pieces[kind.rawValue] ?? 1
    return count == 1 ? kind.rawValue : "\(count) × \(kind.rawValue)"
  }

  private func list(_ words: [String]) -> String { words.isEmpty ? "nothing" : words.joined(separator: ", ") }
}

extension EditionReport.Year {
  init(_ calendar: WorkingCalendar, _ year: Int) {
    daysOff = calendar.daysOff(of: year).map(\.description)
    workedWeekendDays = calendar.workedWeekendDays(of: year).map(\.description)
    knowsKurbanAit = calendar.years[year]?.kurbanAit != nil
  }
}

extension EditionReport.Words {
  init(_ words: EditionWords) {
    documents = Dictionary(uniqueKeysWithValues: words.documents.map { ($0.rawValue, $1) })
    whereToGet = Dictionary(uniqueKeysWithValues: words.whereToGet.map { ($0.rawValue, $1) })
    contacts = words.contacts
    appeal = words.appeal
    enrolmentOrder = words.dates.enrolmentOrder
  }
}
