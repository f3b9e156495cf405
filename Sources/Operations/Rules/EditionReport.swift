import Admission
import QueueContracts

/// One edition of the rules, for a person to read.
public struct EditionReport: Encodable, Sendable {
  /// The rules of one service.
  public struct ServiceRules: Encodable, Sendable {
    /// The service.
    public let service: Service
    /// The kinds of documents that a family has to attach.
    public let documents: [DocumentKind]
    /// The number of working days until the answer is due.
    public let answerWorkingDays: Int
  }

  /// The schools of a region that has an application window of its own.
  public struct Region: Encodable, Sendable {
    /// The region's name.
    public let name: String
    /// The beginnings of the BINs of the region's schools.
    public let bins: [String]
    /// The first day on which families can apply for the first grade, such as `04-01`.
    let windowFrom: String
    /// The last day of the region's window.
    let windowTo: String
  }

  /// The calendar of one year.
  public struct Year: Encodable, Sendable {
    /// Days off besides weekends.
    public let daysOff: [String]
    /// Weekend days that are worked.
    public let workedWeekendDays: [String]
    /// False if the day of Kurban-ait is not given yet.
    let knowsKurbanAit: Bool
  }

  /// The edition's words for the texts that families read, in three languages.
  public struct Words: Encodable, Sendable {
    /// The name of each kind of document.
    public let documents: [String: LocalizedText]
    /// The brief name of each kind of document that has one, for texts that would be too long.
    public let briefDocuments: [String: LocalizedText]
    /// The place where each kind of document is obtained.
    public let whereToGet: [String: LocalizedText]
    /// The sentence that says whom to ask.
    public let contacts: LocalizedText
    /// The sentence that says how to appeal.
    public let appeal: LocalizedText
    /// The sentence that says when the school's enrolment order comes; nil if the edition has no such sentence.
    public let enrolmentOrder: LocalizedText?
  }

  /// The edition's name.
  public let name: String
  /// The first day on which the edition holds; nil if it holds from the beginning.
  public let validFrom: CivilDate?
  /// The first day of the next edition; nil if there is no next edition.
  public let validBefore: CivilDate?
  /// True if today's applications are judged by this edition.
  public let isInForce: Bool
  /// The first day on which families can apply for the first grade, such as `04-01`.
  let windowFrom: String
  /// The last day on which families can apply for the first grade.
  let windowTo: String
  /// The regions that have an application window of their own.
  public let regions: [Region]
  /// The age that a first-grader reaches in the calendar year of submission.
  public let firstGradeAge: Int
  /// The rules of each service.
  public let services: [ServiceRules]
  /// The number of pieces, for each kind of document that has to come in more than one piece.
  public let pieces: [String: Int]
  /// For a kind of document, the kinds that are accepted in its place.
  public let alternatives: [String: [DocumentKind]]
  /// The limit of all attachments together, in bytes.
  public let attachmentBytes: Int
  /// The requirements for a photo, in words.
  public let photo: String
  /// The holidays in words.
  public let holidays: [String]
  /// The computed calendar of each year that the edition knows.
  public let years: [String: Year]
  /// The edition's words for the texts that families read.
  public let words: Words

  /// Describes every edition; the edition that is in force at `now` is marked.
  public static func all(_ editions: RulesEditions, now: Timestamp) -> [EditionReport] {
    let inForce = editions.inForce(at: now)
    return zip(editions.all, editions.all.dropFirst().map(\.validFrom) + [nil]).map { edition, next in
      EditionReport(edition, validBefore: next, isInForce: edition == inForce)
    }
  }

  /// Describes an edition.
  ///
  /// - Parameters:
  ///   - edition: the edition.
  ///   - validBefore: the first day of the next edition; nil if there is no next edition.
  ///   - isInForce: true if the edition is in force now.
  public init(_ edition: RulesEdition, validBefore: CivilDate?, isInForce: Bool) {
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

  /// The edition's name, and the days between which the edition holds.
  public var heading: String { "\(name): \(validity)\(isInForce ? " (in force now)" : "")" }

  /// The content of the edition, one sentence for each rule.
  public var lines: [String] {
    [
      "First grade: applications from \(windowFrom) to \(windowTo), both days included; the child is or turns "
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
      + ["Holidays: \(list(holidays)). If a holiday falls on a Saturday or Sunday, the next working day is off."]
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
    briefDocuments = Dictionary(uniqueKeysWithValues: words.briefDocuments.map { ($0.rawValue, $1) })
    whereToGet = Dictionary(uniqueKeysWithValues: words.issuers.map { ($0.rawValue, $1) })
    contacts = words.contacts
    appeal = words.appeal
    enrolmentOrder = words.dates.enrolmentOrder
  }
}
