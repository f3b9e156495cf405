import Foundation
import QueueContracts
import Testing

@testable import CitizenTexts

@Suite("The citizen's texts")
struct NotifyTextsTests {
  let texts: HistoryTexts

  init() throws { texts = try HistoryTexts() }

  // MARK: Every letter

  @Test(
    "Every combination of service, status, resolution and step renders in three languages",
    arguments: Service.allCases)
  func everyCombination(service: Service) {
    for status in Status.allCases {
      for resolution in Resolution.allCases + [nil] {
        for step in ProcessingStep.allCases {
          let entry = entry(update(service, status, resolution, step, due: moment("2026-04-02T18:00:00+05:00")))
          expectSound(entry.title)
          expectSound(entry.text)
          #expect(Language.allCases.allSatisfy { entry.text[$0].contains("10100000000001") })
          #expect(Language.allCases.allSatisfy { entry.text[$0].contains("(Айша С.)") })
        }
      }
    }
  }

  @Test("Every reason renders in three languages, with a subject and without", arguments: ReasonCode.allCases)
  func everyReason(code: ReasonCode) {
    let subjects = DocumentKind.allCases.map(\.rawValue) + ["applicant", "child", "school", "grade", "unheard of"]
    for subject in subjects + [nil] {
      let entry = entry(refusal([Reason(code, subject: subject)]))
      expectSound(entry.reasons[0].text)
      for language in Language.allCases {
        #expect(entry.text[language].contains("\n– \(entry.reasons[0].text[language])\n"))
      }
    }
  }

  @Test("Every document has a name of its own in each language")
  func everyDocument() {
    for language in Language.allCases {
      let names = DocumentKind.allCases.map { texts.table.render(.document($0), in: language) }
      #expect(Set(names).count == DocumentKind.allCases.count)
    }
    for kind in DocumentKind.allCases {
      for code in [ReasonCode.documentMissing, .documentUnreadable] {
        let text = entry(refusal([Reason(code, kind)])).reasons[0].text
        #expect(Language.allCases.allSatisfy { text[$0].contains(texts.table.render(.document(kind), in: $0)) })
      }
    }
  }

  @Test("The Kazakh texts use all the letters that only Kazakh has")
  func kazakhLetters() {
    let all = TextKey.all.map { texts.table.render($0, in: .kk, Dictionary(uniqueKeysWithValues: anything)) }.joined()
    #expect("әғқңөұүі".allSatisfy { all.contains($0) })
  }

  @Test(
    "A title says what became of the application",
    arguments: [
      (Status.inProcessing, Resolution?.none, ProcessingStep.intake, "Өтініш өңделу үстінде", "Заявление в обработке"),
      (.completed, .positive, .school, "Оқуға қабылдау туралы хабарлама", "Уведомление о зачислении"),
      (.completed, .negative, .intake, "Дәлелді бас тарту", "Мотивированный отказ"),
      (.completed, .negative, .school, "Мектептің дәлелді бас тартуы", "Мотивированный отказ школы"),
      (.completed, .withdrawn, .withdrawal, "Өтініш кері қайтарып алынды", "Заявление отозвано"),
    ])
  func title(status: Status, resolution: Resolution?, step: ProcessingStep, kk: String, ru: String) {
    let title = entry(update(.enrolment, status, resolution, step)).title
    #expect(title.kk == kk)
    #expect(title.ru == ru)
  }

  @Test("The same update, id and time of posting make the same entry, and both are in it")
  func pure() {
    let update = refusal([Reason(.documentMissing, .photo)])
    #expect(entry(update) == entry(update))
    #expect(entry(update).entryId == id)
    #expect(entry(update).postedAt == posted)
    #expect(entry(update).reasons[0].clause == "S-enrol.3")
  }

  // MARK: Deadlines

  @Test(
    "A deadline is written as the reader writes it",
    arguments: [
      (
        "2026-04-01T18:00:00+05:00", "2026 жылғы 1 сәуір, сағат 18:00.", "до 18:00 1 апреля 2026 года.",
        "by 18:00 on 1 April 2026."
      ),
      (
        "2026-12-31T23:59:59+05:00", "2026 жылғы 31 желтоқсан, сағат 23:59.", "до 23:59 31 декабря 2026 года.",
        "by 23:59 on 31 December 2026."
      ),
      (
        "2026-12-31T19:00:00Z", "2027 жылғы 1 қаңтар, сағат 00:00.", "до 00:00 1 января 2027 года.",
        "by 00:00 on 1 January 2027."
      ),
      (
        "2028-02-29T09:05:00+05:00", "2028 жылғы 29 ақпан, сағат 09:05.", "до 09:05 29 февраля 2028 года.",
        "by 09:05 on 29 February 2028."
      ),
    ])
  func deadline(due: String, kk: String, ru: String, en: String) {
    let text = entry(update(.enrolment, .inProcessing, nil, .intake, due: moment(due))).text
    #expect(text.kk.contains("Жауап беру мерзімі: \(kk)\n"))
    #expect(text.ru.contains("Ответ поступит \(ru)\n"))
    #expect(text.en.contains("You will receive an answer \(en)\n"))
  }

  @Test("Every month has its name", arguments: 1...12)
  func month(number: Int) throws {
    let day = try #require(CivilDate(year: 2026, month: number, day: 1))
    let text = entry(update(.transfer, .inProcessing, nil, .passedDeadline, due: Timestamp(day, hour: 18))).text
    #expect(text.kk.contains("2026 жылғы 1 \(Self.months[number - 1].0), сағат 18:00"))
    #expect(text.ru.contains("18:00 1 \(Self.months[number - 1].1) 2026 года"))
    #expect(text.en.contains("18:00 on 1 \(Self.months[number - 1].2) 2026"))
  }

  @Test("Without a deadline none is spoken of")
  func noDeadline() {
    let text = entry(update(.enrolment, .inProcessing, nil, .intake)).text
    #expect(!text.kk.contains("мерзімі"))
    #expect(text.kk.split(separator: "\n").count == 2)
  }

  // MARK: Refusals

  @Test("A refusal names the missing documents in the order given, each on a line, and what to do once")
  func missingDocuments() {
    let text = entry(refusal([Reason(.documentMissing, .deregistrationSlip), Reason(.documentMissing, .photo)])).text
    #expect(
      text.kk.split(separator: "\n").dropFirst() == [
        "Бас тарту себептері:",
        "– Жетіспейтін құжат: есептен шығару талоны.",
        "– Жетіспейтін құжат: баланың 3х4 см сандық фотосуреті.",
        "Не істеу керек:",
        "– Жетіспейтін құжаттың бәрін өтінішке тіркеңіз.",
        "Көрсетілгеннің бәрін түзетіп, порталда жаңа өтініш беріңіз.",
      ])
    #expect(
      text.ru.split(separator: "\n").dropFirst(2).prefix(2) == [
        "– Недостающий документ: открепительный талон.",
        "– Недостающий документ: цифровая фотография ребёнка 3×4 см.",
      ])
  }

  @Test(
    "Where applying again would be refused again, nobody is told to",
    arguments: [ReasonCode.windowClosed, .ageNotEligible, .applicationDuplicate])
  func mustWait(code: ReasonCode) {
    let text = entry(refusal([Reason(code), Reason(.photoWrongFormat, .photo)])).text
    #expect(!text.en.contains("submit a new application on the portal"))
    #expect(text.en.hasSuffix("Please keep all of this in mind for your next application."))
  }

  @Test("A text names the numbers of the rules edition")
  func numbers() {
    let text = entry(refusal([Reason(.windowClosed), Reason(.ageNotEligible), Reason(.documentTooLarge)])).text
    #expect(text.kk.contains("1 сәуір – 1 тамыз"))
    #expect(text.ru.contains("с 1 апреля по 1 августа включительно"))
    #expect(text.en.contains("does not turn 6 "))
    #expect(text.ru.contains("(5 МБ)"))
  }

  // MARK: The school's word

  @Test("A school's reason stands as it came, whatever its code, and we add no advice")
  func schoolsText() throws {
    let words = ReasonText(kk: "Орын жоқ {due}", ru: "Мест нет {due}", en: "No places {due}")
    let reasons = [
      SchoolReason(code: "school.full", text: words), SchoolReason(code: "photo.wrongFormat", text: words),
    ]
    let entry = entry(update(.enrolment, .completed, .negative, .school, reasons: reasons.map { Reason($0) }))
    #expect(entry.reasons.map(\.text) == [words, words])
    #expect(entry.reasons.map(\.code) == ["school.full", "photo.wrongFormat"])
    #expect(entry.text.kk.contains("\n– Орын жоқ {due}\n"))
    #expect(!entry.text.en.contains("What to do:"))
  }

  @Test("A school's code that we know has our words where it has none of its own")
  func schoolsCode() {
    let entry = entry(update(.enrolment, .completed, .negative, .school, reasons: [Reason(.documentMissing)]))
    expectSound(entry.reasons[0].text)
    #expect(entry.text.ru.contains("– Приложите к заявлению все недостающие документы.\n"))
  }

  @Test("A school that gives no reason is said to give none")
  func noReason() {
    let text = entry(update(.enrolment, .completed, .negative, .school)).text
    #expect(text.kk.contains("Мектеп бас тарту себебін көрсетпеген."))
    #expect(!text.kk.contains("Бас тарту себептері:"))
  }

  @Test("A school that enrols may add a note")
  func note() {
    let words = ReasonText(kk: "Түпнұсқаларын әкеліңіз", ru: "Принесите подлинники", en: "Bring the originals")
    let reason = Reason(SchoolReason(code: "note", text: words))
    let text = entry(update(.enrolment, .completed, .positive, .school, reasons: [reason])).text
    #expect(text.kk.hasSuffix("\nМектептің ескертпесі:\n– Түпнұсқаларын әкеліңіз"))
  }

  @Test("A code that nobody knows and that came without words still has a sentence")
  func unknownCode() {
    let letter = Letter(refusal([]), texts: texts, language: .en)
    #expect(letter.reasonWords.words(code: "new.code", subject: nil) == "Another reason (code: new.code).")
  }

  @Test("A name that looks like a placeholder stays a name")
  func nameWithBraces() {
    var update = update(.enrolment, .completed, .positive, .school)
    update.childName = "{school}"
    #expect(entry(update).text.kk.contains("баланы ({school})"))
  }

  // MARK: The file

  @Test("The file says each key once")
  func noKeyTwice() {
    let lines = String(decoding: Self.file, as: UTF8.self).split(separator: "\n").filter { $0.hasSuffix("\": {") }
    #expect(Set(lines).count == lines.count)
    #expect(lines.count == TextKey.all.count)
    #expect(Set(TextKey.all).count == TextKey.all.count)
  }

  @Test(
    "A broken file is refused by key and language",
    arguments: [
      Damage("due.ahead", ["kk": "Мерзімі: {due}.", "ru": "до {due}"], .missingLanguage, "en"),
      Damage("due.ahead", ["kk": "Мерзімі: {due}.", "ru": " ", "en": "by {due}"], .empty, "ru"),
      Damage("due.ahead", ["kk": "Мерзімі: {due}.", "ru": "до {duo}", "en": "by {due}"], .unknownPlaceholder, "ru"),
      Damage("due.ahead", ["kk": "Мерзімі: {due}.", "ru": "до {due}", "en": "by {number}"], .unknownPlaceholder, "en"),
      Damage("due.ahead", ["kk": "Мерзімі: {due.", "ru": "до {due}", "en": "by {due}"], .unknownPlaceholder, "kk"),
      Damage("due.ahead", ["kk": "Мерзімі: due}.", "ru": "до {due}", "en": "by {due}"], .unknownPlaceholder, "kk"),
      Damage("due.ahead", ["kk": "Мерзімі өтті.", "ru": "до {due}", "en": "by {due}"], .missingPlaceholder, "kk"),
      Damage("month.5", ["kk": "мая", "ru": "Мая ", "en": "May"], .copied, "ru"),
      Damage("month.5", ["kk": "мамыр", "ru": "May", "en": "May"], .copied, "en"),
      Damage("title.refused", ["kk": "Отказ в приёме", "ru": "Отказ", "en": "Refusal"], .otherAlphabet, "kk"),
      Damage("title.refused", ["kk": "Бас тарту туралы", "ru": "Отказ", "en": "Отказ school"], .otherAlphabet, "en"),
      Damage("title.refused", ["kk": "Дәлелді бас тарту", "ru": "Дәлелді", "en": "Refusal"], .otherAlphabet, "ru"),
      Damage(
        "title.refused", ["kk": "Дәлелді", "ru": "Отказ", "en": "Refusal", "de": "Absage"], .unknownLanguage, "de"),
      Damage("title.refused", nil, .missingKey, ""),
      Damage("title.refuse", ["kk": "Дәлелді", "ru": "Отказ", "en": "Refusal"], .unknownKey, ""),
    ])
  func refusesBrokenFile(damage: Damage) throws {
    var file = try JSONDecoder().decode([String: [String: String]].self, from: Data(Self.file))
    file[damage.key] = damage.texts
    let json = try JSONEncoder().encode(file)
    let error = try #require(throws: TextsError.self) { try HistoryTexts(json: json) }
    let found = error.problems.map { "\($0.code) \($0.key) \($0.language)" }
    #expect(found.contains("\(damage.code) \(damage.key) \(damage.language)"))
    #expect(error.problems.allSatisfy { $0.key == damage.key })
    #expect(error.description.contains(damage.key))
  }

  @Test("What is no table at all is refused", arguments: ["", "[]", #"{"title.refused": "Дәлелді бас тарту"}"#])
  func refusesNoTable(json: String) throws {
    let error = try #require(throws: TextsError.self) { try HistoryTexts(json: Data(json.utf8)) }
    #expect(error.problems.map(\.code) == [.notATable])
  }

  @Test("All that is wrong is said at once")
  func allProblems() throws {
    let error = try #require(throws: TextsError.self) { try HistoryTexts(json: Data("{}".utf8)) }
    #expect(error.problems.map(\.key) == TextKey.all.map(\.name))
  }
}

// MARK: Material

struct Damage: Sendable, CustomTestStringConvertible {
  let key: String
  let texts: [String: String]?
  let code: TextProblem.Code
  let language: String

  init(_ key: String, _ texts: [String: String]?, _ code: TextProblem.Code, _ language: String) {
    (self.key, self.texts, self.code, self.language) = (key, texts, code, language)
  }

  var testDescription: String { "\(key) \(language): \(code)" }
}

extension NotifyTextsTests {
  private static let file = PackageResources.texts_json

  private static let months = [
    ("қаңтар", "января", "January"), ("ақпан", "февраля", "February"), ("наурыз", "марта", "March"),
    ("сәуір", "апреля", "April"), ("мамыр", "мая", "May"), ("маусым", "июня", "June"), ("шілде", "июля", "July"),
    ("тамыз", "августа", "August"), ("қыркүйек", "сентября", "September"), ("қазан", "октября", "October"),
    ("қараша", "ноября", "November"), ("желтоқсан", "декабря", "December"),
  ]

  private var id: MessageID { MessageID("5f0d6d0c-3c0e-4f35-9b0a-0d1f7b7e2a01")! }
  private var posted: Timestamp { moment("2026-04-01T09:00:05+05:00") }
  private var anything: [(Placeholder, String)] { Placeholder.allCases.map { ($0, "0") } }

  private func moment(_ text: String) -> Timestamp { Timestamp(text)! }

  private func entry(_ update: ProcessingUpdated) -> HistoryEntry { texts.entry(update, id: id, postedAt: posted) }

  private func refusal(_ reasons: [Reason]) -> ProcessingUpdated {
    update(.enrolment, .completed, .negative, .intake, reasons: reasons)
  }

  private func update(
    _ service: Service, _ status: Status, _ resolution: Resolution?, _ step: ProcessingStep, due: Timestamp? = nil,
    reasons: [Reason] = []
  ) -> ProcessingUpdated {
    ProcessingUpdated(
      applicationId: ApplicationID("8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11")!,
      number: ApplicationNumber("10100000000001")!, recipientIin: "850101300004", service: service, language: .kk,
      status: status, resolution: resolution, step: step, occurredAt: moment("2026-04-01T09:00:00+05:00"), dueBy: due,
      school: SchoolReference(bin: "950341000052"), childName: "Айша С.", reasons: reasons)
  }

  private func expectSound(_ text: ReasonText, sourceLocation: SourceLocation = #_sourceLocation) {
    guard let en = text.en else {
      Issue.record("no English text", sourceLocation: sourceLocation)
      return
    }
    expectSound(LocalizedText(kk: text.kk, ru: text.ru, en: en), sourceLocation: sourceLocation)
  }

  /// Nothing left open, nothing empty, no language a copy of another, no stop doubled, and Kazakh in its own letters.
  private func expectSound(_ text: LocalizedText, sourceLocation: SourceLocation = #_sourceLocation) {
    let all = Language.allCases.map { text[$0] }
    #expect(Set(all).count == 3, sourceLocation: sourceLocation)
    for one in all {
      #expect(!one.isEmpty && !one.contains("{") && !one.contains("}"), sourceLocation: sourceLocation)
      #expect(!one.contains("..") && !one.contains("  ") && !one.contains(" ."), sourceLocation: sourceLocation)
    }
    #expect(text.kk.contains(where: TextCheck.kazakhLetters.contains), sourceLocation: sourceLocation)
    #expect(!text.ru.contains(where: TextCheck.kazakhLetters.contains), sourceLocation: sourceLocation)
  }
}
