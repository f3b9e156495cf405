import Admission
import Foundation
import QueueContracts
import Testing

@testable import CitizenTexts

@Suite("A refusal in the citizen's texts")
struct NotifyRefusalTests {
  let writer: EntryWriter

  init() throws { writer = try EntryWriter() }

  @Test("The entry on a refusal says why, what to do by when, how to object and whom to ask")
  func missingDocument() {
    let text = writer.entry(writer.refusal([Reason(.documentMissing, .healthForm063)])).text
    #expect(
      text.kk.split(separator: "\n") == [
        "Дәлелді бас тарту: оқуға қабылдау туралы өтініш қабылданбады.",
        "Бала: Айша С.",
        "Мектептің БСН-і: 950341000052",
        "Өтініш: № 10100000000001",
        "Бас тарту себептері:",
        "– Жетіспейтін құжат: екпе картасы (№ 063/е нысаны). Негіз: құжаттар тізбесінің 4-тармағы.",
        "  Қайдан алуға болады: балаңыз тіркелген емхана.",
        "Не істеу керек:",
        "– Жетіспейтін құжаттардың бәрін жаңа өтінішке қоса тіркеңіз.",
        "Көрсетілгеннің бәрін түзетіп, egov.kz порталында 1 тамыз күнін қоса алғанға дейін жаңа өтініш беріңіз.",
        "Бас тартумен келіспесеңіз, ол туралы білген күннен бастап үш ай ішінде тұрғылықты жеріңіздегі білім бөліміне "
          + "шағымдана аласыз. Портал бойынша сұрақтар: 1414.",
      ])
  }

  @Test("If one office issues several missing documents, the office and the advice are given once")
  func onePlace() {
    let reasons = [Reason(.documentMissing, .healthForm063), Reason(.documentMissing, .healthForm026)]
    let lines = writer.entry(writer.refusal(reasons)).text.en.split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("  Where to get it: ") } == 1)
    #expect(lines.firstIndex { $0.hasPrefix("  Where") } == lines.firstIndex { $0.contains("026/u-3") }.map { $0 + 1 })
    #expect(lines.count { $0.hasPrefix("– Attach all missing documents") } == 1)
  }

  @Test(
    "The entry on a missing document mentions the registers only if a record there would replace the document",
    arguments: DocumentKind.allCases)
  func copies(kind: DocumentKind) {
    let isCopy: Set<DocumentKind> = [
      .birthCertificate, .targetedSocialAssistanceCertificate, .unemploymentCertificate, .guardianshipDecision,
    ]
    let text = writer.entry(writer.refusal([Reason(.documentMissing, kind)])).reasons[0].text
    #expect(
      text.kk.hasPrefix("Мемлекеттік жүйелерде дерек табылмады, сондықтан көшірмесі керек: ") == isCopy.contains(kind))
    #expect(text.ru.hasPrefix("Недостающий документ: ") != isCopy.contains(kind))
    #expect(Language.allCases.allSatisfy { text[$0].contains(RulesEdition.builtIn.words.name(of: kind)[$0]) })
  }

  @Test("Every reason states the rule that it rests on, in each language", arguments: ReasonCode.allCases)
  func rules(code: ReasonCode) {
    guard code != .deadlinePassed else { return }
    let subject = code.namesDocuments ? DocumentKind.photo.rawValue : nil
    let text = writer.entry(writer.refusal([Reason(code, subject: subject)])).reasons[0].text
    #expect(text.kk.contains(" Негіз: ") && text.ru.contains(" Основание: ") && text[.en].contains(" Rule: "))
  }

  // MARK: By when

  static let days: [(time: String, grade: Int?, isFirst: NewApplication)] = [
    ("2026-03-31T23:59:59+05:00", 1, .from(MonthDay("04-01")!)),
    ("2026-04-01T00:00:00+05:00", 1, .until(MonthDay("08-01")!)),
    ("2026-08-01T23:59:59+05:00", 1, .until(MonthDay("08-01")!)), ("2026-08-02T00:00:00+05:00", 1, .over),
    ("2026-08-02T00:00:00+05:00", 5, .always), ("2026-08-02T00:00:00+05:00", 0, .always),
    ("2026-05-02T00:00:00+05:00", nil, .unknown),
  ]

  @Test("The grade and the day of the answer decide when a family may apply again", arguments: days)
  func newApplication(time: String, grade: Int?, expected: NewApplication) {
    let update = writer.refusal([Reason(.photoWrongFormat, .photo)], at: time, grade: grade)
    #expect(NewApplication(after: update, by: .builtIn) == expected)
    var other = update
    other.service = .homeSchooling
    #expect(NewApplication(after: other, by: .builtIn) == .always)
  }

  @Test("After the window has closed, no entry on a refusal or withdrawal tells the family to apply again")
  func afterTheWindow() {
    let updates = [
      writer.refusal([Reason(.photoWrongFormat, .photo)], at: "2026-08-03T10:00:00+05:00"),
      writer.schoolsRefusal([SchoolReason(.placesNone)], at: "2026-08-03T10:00:00+05:00"),
      writer.update(.enrolment, .completed, .withdrawn, .withdrawal, at: "2026-08-03T10:00:00+05:00"),
      writer.refusal([Reason(.windowClosed)], at: "2026-08-02T10:00:00+05:00"),
    ]
    for entry in updates.map({ writer.entry($0) }) {
      let words = [entry.title, entry.text, entry.short].compactMap(\.self)
      #expect(words.allSatisfy { !$0.en.contains("apply again") && !$0.en.contains("can apply") })
      #expect(words.allSatisfy { !$0.ru.contains("подать новое") && !$0.ru.contains("подайте") })
      #expect(words.allSatisfy { !$0.kk.contains("жаңа өтініш бер") && !$0.kk.contains("қайта беріңіз") })
      #expect(entry.text.ru.contains("Чтобы ребёнку нашли место, обратитесь в отдел образования по месту жительства."))
    }
  }

  @Test("An entry names the window's first day before the window opens, and the last day while it is open")
  func withinTheWindow() {
    let early = writer.entry(writer.refusal([Reason(.windowClosed)], at: "2026-03-31T10:00:00+05:00"))
    #expect(early.title.kk == "Өтініш қабылданбады (Айша С.)")
    #expect(early.text.kk.contains("Өтініш қабылдау 1 сәуір күні басталады"))
    let open = writer.entry(writer.refusal([Reason(.windowClosed)], at: "2026-04-01T00:10:00+05:00"))
    #expect(open.text.en.contains("You can apply for the first grade by 1 August."))
    let school = writer.entry(writer.schoolsRefusal([], at: "2026-08-01T10:00:00+05:00"))
    #expect(school.text.ru.contains("Заявления в первый класс принимаются по 1 августа включительно."))
    #expect(school.short?.ru.hasSuffix("Подать снова можно по 1 августа.") == true)
  }

  @Test("A family that applied before the window opened and is refused after it has opened can apply again at once")
  func openedMeanwhile() {
    let alone = writer.entry(writer.refusal([Reason(.windowClosed)], at: "2026-04-01T00:00:03+05:00"))
    #expect(alone.title.ru == "Отказ по заявлению (Айша С.)")
    #expect(
      alone.text.en.contains(
        "\nYou can apply again, to this or another school.\nYou can apply for the first grade by 1 August.\n"))
    #expect(alone.short?.en.hasSuffix(" Apply again by 1 August.") == true)
    // Beside another reason there is something to mend.
    let reasons = [Reason(.windowClosed), Reason(.photoWrongFormat, .photo)]
    let both = writer.entry(writer.refusal(reasons, at: "2026-04-01T00:00:03+05:00"))
    #expect(both.text.en.contains("\nFix everything listed above, then apply again on egov.kz by 1 August.\n"))
    // Until the window opens, and after it has closed, the family waits.
    for time in ["2026-03-31T23:59:59+05:00", "2026-08-02T00:00:00+05:00"] {
      let entry = writer.entry(writer.refusal([Reason(.windowClosed)], at: time))
      #expect(entry.title.en == "Application refused (Айша С.)")
      #expect(!entry.text.en.contains("You can apply again"))
    }
  }

  @Test(
    "A family is not told to apply again if the new application would be refused",
    arguments: [ReasonCode.ageNotEligible, .applicationDuplicate])
  func mustWait(code: ReasonCode) {
    let entry = writer.entry(writer.refusal([Reason(code), Reason(.photoWrongFormat, .photo)]))
    #expect(!entry.text.en.contains("apply again"))
    #expect(entry.title.en == "Application refused (Айша С.)")
    // A child who is too young can apply later, so the family is told what to keep in mind. After a duplicate there is no
    // later application.
    #expect(entry.text.en.contains("Keep all of this in mind") == (code == .ageNotEligible))
  }

  @Test("The entry on a duplicate names the first application only if the applicant may know of that application")
  func duplicate() {
    let update = writer.refusal([Reason(.applicationDuplicate)])
    #expect(!writer.entry(update).text.kk.contains("10100000000009"))
    let known = writer.entry(update, LetterContext(duplicateOf: ApplicationNumber("10100000000009")))
    #expect(known.text.kk.contains("\n– Осы бала үшін № 10100000000009 өтініш бұрын берілген"))
    #expect(known.reasons[0].text.ru.contains("№ 10100000000009"))
  }

  // MARK: The edition

  @Test("An entry states the limits of the edition in force")
  func numbers() {
    let codes = [ReasonCode.windowClosed, .ageNotEligible, .documentTooLarge, .photoWrongFormat]
    let text = writer.entry(writer.refusal(codes.map { Reason($0) })).text
    #expect(text.kk.contains("1 сәуір – 1 тамыз"))
    #expect(text.ru.contains("с 1 апреля по 1 августа включительно"))
    #expect(text.en.contains("are 6 or turn 6 "))
    #expect(text.ru.contains("(5 МБ)"))
    #expect(text.kk.contains("кемінде 354×472 пиксель") && text.kk.contains("қатынасы 3:4"))
  }

  @Test("An entry under another edition uses that edition's words, window and regions")
  func edition() throws {
    let json = """
      {"editions": [{"name": "new", "firstGrade": {"from": "04-01", "to": "08-31", "age": 6,
        "regions": [{"name": "here", "bins": ["950341"], "from": "06-01", "to": "06-30"}]},
        "services": {"enrolment": {"documents": ["photo", "birthCertificate"], "answerWorkingDays": 1},
        "homeSchooling": {"documents": [], "answerWorkingDays": 2}, "transfer": {"documents": [], "answerWorkingDays": 1}},
        "attachmentBytes": 3145728, "words": {
          "documents": {"healthForm063": {"kk": "екпе картасы (№ 065/е нысаны)", "ru": "карта прививок (форма № 065/у)", "en": "vaccination card (form 065/u)"}},
          "where": {"healthForm063": {"kk": "емхана", "ru": "поликлиника", "en": "a clinic"}},
          "contacts": {"kk": "Сұрақтар: 1400.", "ru": "Вопросы: 1400.", "en": "Questions: 1400."},
          "appeal": {"kk": "Шағымданыңыз.", "ru": "Пожалуйтесь.", "en": "Complain."}}}]}
      """
    let other = try EntryWriter(editions: RulesEditions(json: Data(json.utf8)))
    let reasons = [Reason(.documentMissing, .birthCertificate), Reason(.documentMissing, .healthForm063)]
    let text = other.entry(other.refusal(reasons, at: "2026-06-15T10:00:00+05:00")).text
    #expect(text.kk.contains("(№ 065/е нысаны)") && text.kk.contains("Қайдан алуға болады: емхана."))
    #expect(text.ru.contains("по 30 июня включительно"))
    #expect(text.en.hasSuffix("\nComplain. Questions: 1400."))
    // This edition asks for the certificate even if a register has the record, so the entry does not mention registers.
    #expect(text.en.contains("– Missing document: the child's birth certificate"))
    let later = other.entry(other.refusal(reasons, at: "2026-07-01T10:00:00+05:00")).text
    #expect(later.en.contains("Online applications are closed for this year."))
  }

  // MARK: Length

  @Test("The text of an entry with more than three reasons lists all of them in full")
  func long() {
    let kinds: [DocumentKind] = [.birthCertificate, .healthForm063, .unemploymentCertificate, .incomeStatement]
    let entry = writer.entry(writer.refusal(kinds.map { Reason(.documentMissing, $0) }))
    for reason in entry.reasons { #expect(entry.text.kk.contains(reason.text.kk)) }
    #expect(entry.text.kk.contains("мансап орталығы"))
    #expect(entry.text.kk.contains("Немесе мәртебені өтініште көрсетпеңіз"))
  }
}
