import Admission
import QueueContracts

/// Says in words what changes for families if one edition takes the place of another.
struct EditionChanges: Sendable {
  let old: RulesEdition
  let new: RulesEdition

  /// A sentence for each change; empty if nothing changes.
  var sentences: [String] { firstGrade + services + documents + words + calendar }

  // MARK: - The first grade

  private var firstGrade: [String] {
    windowChange + regionChanges
      + change(old.firstGradeAge, new.firstGradeAge) { was, now in
        "A first-grader is or turns \(now) in the year of the application, no longer \(was)."
      }
  }

  private var windowChange: [String] {
    change(old.firstGradeWindow, new.firstGradeWindow) { was, now in
      "Applications for the first grade are received from \(days(now)), no longer from \(days(was)): "
        + "\(difference(length(was), length(now)))."
    }
  }

  private var regionChanges: [String] {
    let (was, now) = (old.regions, new.regions)
    return now.filter { !was.contains($0) }.map { region in
      "For schools of \(region.name) (BINs that begin with \(region.bins.joined(separator: ", "))) they are received from "
        + "\(days(region.days))."
    }
      + was.filter { region in !now.contains { $0.name == region.name } }.map { region in
        "Schools of \(region.name) have no longer a window of their own (it was from \(days(region.days)))."
      }
  }

  // MARK: - Services and documents

  private var services: [String] {
    Service.allCases.flatMap { service in
      let (was, now) = (old.requiredKinds[service] ?? [], new.requiredKinds[service] ?? [])
      return now.filter { !was.contains($0) }.map { "\(name(service)): a family also brings: \(new.english($0))." }
        + was.filter { !now.contains($0) }.map { "\(name(service)): a family no longer brings: \(old.english($0))." }
        + change(old.answerWorkingDays[service], new.answerWorkingDays[service]) { was, now in
          "\(name(service)): the answer is due within \((now ?? 1).counted("working day")), no longer \(was ?? 1)."
        }
    }
  }

  private var documents: [String] {
    DocumentKind.allCases.flatMap { kind in
      change(old.pieces[kind] ?? 1, new.pieces[kind] ?? 1) { was, now in
        "Where it is asked for, this comes in \(now.counted("piece")), no longer \(was): \(new.english(kind))."
      }
        + change(old.alternatives[kind] ?? [], new.alternatives[kind] ?? []) { _, now in
          now.isEmpty
            ? "Nothing serves any more in place of: \(new.english(kind))."
            : "In place of \(new.english(kind)) serves: \(now.map(new.english).joined(separator: "; "))."
        }
    }
      + change(old.attachmentBytes, new.attachmentBytes) { was, now in
        "All attachments together have at most \(now) bytes, no longer \(was)."
      }
      + change(old.photo, new.photo) { was, now in "The photo is \(now), no longer \(was)." }
  }

  // MARK: - Words

  private var words: [String] {
    DocumentKind.allCases.flatMap { kind in
      renamed("Letters call \(kind.rawValue)", old.words.name(of: kind), new.words.name(of: kind))
        + abbreviated(kind)
        + renamed("Where \(kind.rawValue) is got", old.words.issuers[kind], new.words.issuers[kind])
    }
      + renamed("Whom to ask", old.words.contacts, new.words.contacts)
      + renamed("How to object", old.words.appeal, new.words.appeal)
      + renamed("When the order of enrolment comes", old.words.dates.enrolmentOrder, new.words.dates.enrolmentOrder)
  }

  /// The change of a document's brief name, if an edition has one.
  private func abbreviated(_ kind: DocumentKind) -> [String] {
    guard old.words.briefDocuments[kind] != nil || new.words.briefDocuments[kind] != nil else { return [] }
    return renamed(
      "A letter that would be too long calls \(kind.rawValue)", old.words.briefName(of: kind),
      new.words.briefName(of: kind))
  }

  private func renamed(_ what: String, _ was: LocalizedText?, _ now: LocalizedText?) -> [String] {
    change(was, now) { was, now in
      guard let now else { return "\(what): letters no longer say it." }
      let changed = Language.allCases.filter { was?[$0] != now[$0] }
      return "\(what): "
        + changed.map { language in
          "\(language.rawValue) “\(now[language])”" + (was.map { ", no longer “\($0[language])”" } ?? "")
        }.joined(separator: "; ") + "."
    }
  }

  // MARK: - The calendar

  /// The changes of the calendar, for each year that the old or the new edition contains.
  private var calendar: [String] {
    Set(old.calendar.years.keys).union(new.calendar.years.keys).sorted().flatMap { year in
      let (was, now) = (Set(off(old, year)), Set(off(new, year)))
      return [
        sentence(now.subtracting(was), "no working day any more, so that answers come later", year),
        sentence(was.subtracting(now), "worked, so that answers come sooner", year),
      ].compactMap { $0 }
    }
  }

  private func off(_ edition: RulesEdition, _ year: Int) -> [MonthDay] {
    let worked = edition.calendar.workedWeekendDays(of: year)
    // A Saturday or Sunday that is a working day only in the other edition is a day off in this one.
    return edition.calendar.daysOff(of: year)
      + old.calendar.workedWeekendDays(of: year).filter { !worked.contains($0) }
      + new.calendar.workedWeekendDays(of: year).filter { !worked.contains($0) }
  }

  private func sentence(_ days: Set<MonthDay>, _ what: String, _ year: Int) -> String? {
    guard !days.isEmpty else { return nil }
    let names = days.sorted().map(EnglishDay.words).joined(separator: ", ")
    return "In \(year) \(days.count == 1 ? "this is" : "these are") \(what): \(names)."
  }

  // MARK: - Phrases

  private func change<Value: Equatable>(_ was: Value, _ now: Value, _ words: (Value, Value) -> String) -> [String] {
    was == now ? [] : [words(was, now)]
  }

  private func days(_ window: ClosedRange<MonthDay>) -> String {
    "\(EnglishDay.words(window.lowerBound)) to \(EnglishDay.words(window.upperBound))"
  }

  private func length(_ window: ClosedRange<MonthDay>) -> Int {
    // The length is counted in a year without 29 February, for example 2027.
    let days = [window.lowerBound, window.upperBound].compactMap {
      CivilDate(year: 2027, month: $0.month, day: $0.day)?.dayNumber
    }
    return days.count == 2 ? days[1] - days[0] + 1 : 0
  }

  private func difference(_ was: Int, _ now: Int) -> String {
    now == was ? "as many days" : "\(abs(now - was).counted("day")) \(now > was ? "more" : "fewer")"
  }

  private func name(_ service: Service) -> String {
    switch service {
    case .enrolment: "Enrolment"
    case .homeSchooling: "Home schooling"
    case .transfer: "Transfer"
    }
  }
}

extension RulesEdition {
  fileprivate func english(_ kind: DocumentKind) -> String { words.name(of: kind).en }
}

/// A day of the year in English words.
enum EnglishDay {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  static func words(_ day: MonthDay) -> String { "\(day.day) \(months[day.month - 1])" }
}
