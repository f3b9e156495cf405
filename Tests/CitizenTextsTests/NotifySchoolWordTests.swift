import Admission
import QueueContracts
import Testing

@testable import CitizenTexts

@Suite("The school's decision in the citizen's texts")
struct NotifySchoolWordTests {
  let writer: EntryWriter

  init() throws { writer = try EntryWriter() }

  @Test(
    "A school's standard reason has the workers' words and advice in three languages",
    arguments: SchoolReasonCode.allCases)
  func standard(code: SchoolReasonCode) {
    let entry = writer.entry(writer.schoolsRefusal([SchoolReason(code)]))
    writer.expectSound(entry.reasons[0].text)
    writer.expectSound(entry.text)
    for language in Language.allCases {
      #expect(entry.text[language].contains("\n– \(entry.reasons[0].text[language])\n"))
      #expect(entry.text[language].contains(writer.texts.editions.all[0].words.appeal[language]))
    }
    #expect(entry.text.en.contains("\nWhat to do:\n– "))
  }

  @Test("A reason in the school's own words is shown unchanged and without advice, whatever its code is")
  func itsOwn() {
    let words = ReasonText(kk: "Орын жоқ {due}", ru: "Мест нет {due}", en: "No places {due}")
    let reasons = ["school.full", "photo.wrongFormat", "places.none"].map { SchoolReason(code: $0, text: words) }
    let entry = writer.entry(writer.schoolsRefusal(reasons))
    #expect(entry.reasons.map(\.text) == [words, words, words])
    #expect(entry.reasons.map(\.code) == ["school.full", "photo.wrongFormat", "places.none"])
    #expect(entry.text.kk.contains("\n– Орын жоқ {due}\n"))
    #expect(!entry.text.en.contains("What to do:"))
  }

  @Test("Whatever scalars a school's code has, the letter is written and quotes the school")
  func oddCodes() {
    let words = ReasonText(kk: "Орын жоқ", ru: "Мест нет", en: "No places")
    for scalar in (UInt32(0xFDD0)...0xFDEF).compactMap(Unicode.Scalar.init) {
      let entry = writer.entry(writer.schoolsRefusal([SchoolReason(code: "x\(scalar)y", text: words)]))
      #expect(entry.text.en.contains("\n– No places\n"))
      #expect(entry.reasons[0].code == "x\(scalar)y")
    }
  }

  @Test("If a school wrote no English, the English text of the entry quotes the school's Russian words and says why")
  func withoutEnglish() {
    let reason = SchoolReason(code: "school.full", text: ReasonText(kk: "Орын жоқ", ru: "Мест нет"))
    let entry = writer.entry(writer.schoolsRefusal([reason]))
    #expect(entry.reasons[0].text == ReasonText(kk: "Орын жоқ", ru: "Мест нет"))
    #expect(entry.text.en.contains("\n– Мест нет (the school wrote this in Kazakh and Russian only)\n"))
    #expect(entry.text.ru.contains("\n– Мест нет\n"))
  }

  @Test("A school's reason of several lines is one item of the list of reasons")
  func severalLines() {
    let text = ReasonText(kk: "Орын жоқ\nЖауап беру мерзімі: ертең.", ru: "а\nб", en: "a\nb")
    let entry = writer.entry(writer.schoolsRefusal([SchoolReason(code: "school.full", text: text)]))
    #expect(entry.text.kk.contains("\n– Орын жоқ\n  Жауап беру мерзімі: ертең.\n"))
    #expect(entry.reasons[0].text.en == "a\nb")
  }

  @Test("If a school refuses without a reason, the entry says that the school gave no reason")
  func noReason() {
    let text = writer.entry(writer.schoolsRefusal([])).text
    #expect(text.kk.contains("Мектеп бас тарту себебін көрсетпеген."))
    #expect(!text.kk.contains("Бас тарту себептері:"))
  }

  @Test("If a school accepts a child and adds a note, the entry contains the note")
  func note() {
    let words = ReasonText(kk: "Түпнұсқаларын әкеліңіз", ru: "Принесите подлинники", en: "Bring the originals")
    let reason = Reason(SchoolReason(code: "note", text: words))
    let text = writer.entry(writer.update(.enrolment, .completed, .positive, .school, reasons: [reason])).text
    #expect(text.kk.hasSuffix("\nМектептің ескертпесі:\n– Түпнұсқаларын әкеліңіз"))
  }
}

@Suite("The short text of an entry")
struct NotifyShortTests {
  let writer: EntryWriter

  init() throws { writer = try EntryWriter() }

  private func everyShort(child: String?, number: String) -> [String] {
    let number = ApplicationNumber(number)!
    return Service.allCases.flatMap { service in
      Status.allCases.flatMap { status in
        (Resolution.allCases + [nil]).flatMap { resolution in
          ProcessingStep.allCases.flatMap { step in
            [true, false].flatMap { known in
              var update = writer.update(
                service, status, resolution, step, due: "2026-09-30T18:00:00+05:00", child: child)
              update.number = number
              let entry = writer.entry(update, LetterContext(wasSchoolAsked: known, hadPlace: known))
              return entry.short?.all ?? []
            }
          }
        }
      }
    }
  }

  @Test(
    "The short text has at most 134 characters, however long the child's name is",
    arguments: [
      "Айша С.", String(repeating: "Ә", count: 100) + " С.", "А" + String(repeating: "\u{301}", count: 300) + " С.",
      String(repeating: "Абдрахман-", count: 12),
    ])
  func length(child: String) {
    let all = everyShort(child: child, number: "10100000000001")
    #expect(!all.isEmpty)
    for short in all { #expect(short.utf16.count <= 134 && short.contains(": "), "\(short)") }
  }

  @Test("The short text never cuts the application's number")
  func number() {
    let number = String(repeating: "9", count: 32)
    for short in everyShort(child: nil, number: number) {
      #expect(short.utf16.count <= 134 && short.hasPrefix("№ \(number): "), "\(short)")
    }
  }

  @Test("The short text names the child, the outcome and the next date")
  func words() {
    let accepted = writer.update(.enrolment, .inProcessing, nil, .intake, due: "2026-04-02T18:00:00+05:00")
    #expect(
      writer.entry(accepted).short?.kk
        == "Айша С.: өтініш мектепке жіберілді. Жауап мерзімі: 2026 жылғы 2 сәуір, сағат 18:00.")
    #expect(
      writer.entry(writer.refusal([Reason(.consentMissing)])).short?.ru
        == "Айша С.: отказ. Причины и что делать: egov.kz, «История получения услуг». Подать снова можно по 1 августа.")
  }
}
