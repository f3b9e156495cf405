import QueueContracts
import Testing

@testable import CitizenTexts

@Suite("The dates in the citizen's texts")
struct NotifyDatesTests {
  let writer: EntryWriter

  init() throws { writer = try EntryWriter() }

  @Test(
    "A deadline is written in the form that each language uses",
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
    let text = writer.entry(writer.update(.enrolment, .inProcessing, nil, .intake, due: due)).text
    #expect(text.kk.contains("\nМектептің жауап беру мерзімі: \(kk)\n"))
    #expect(text.ru.contains("\nШкола должна ответить \(ru)\n"))
    #expect(text.en.contains("\nThe school must answer \(en)\n"))
  }

  private static let months = [
    ("қаңтар", "января", "January"), ("ақпан", "февраля", "February"), ("наурыз", "марта", "March"),
    ("сәуір", "апреля", "April"), ("мамыр", "мая", "May"), ("маусым", "июня", "June"), ("шілде", "июля", "July"),
    ("тамыз", "августа", "August"), ("қыркүйек", "сентября", "September"), ("қазан", "октября", "October"),
    ("қараша", "ноября", "November"), ("желтоқсан", "декабря", "December"),
  ]

  @Test("Every month has its name in each language", arguments: 1...12)
  func month(number: Int) {
    let due = "2026-\(number < 10 ? "0" : "")\(number)-01T18:00:00+05:00"
    let text = writer.entry(writer.update(.transfer, .inProcessing, nil, .passedDeadline, due: due)).text
    #expect(text.kk.contains("2026 жылғы 1 \(Self.months[number - 1].0), сағат 18:00"))
    #expect(text.ru.contains("18:00 1 \(Self.months[number - 1].1) 2026 года"))
    #expect(text.en.contains("18:00 on 1 \(Self.months[number - 1].2) 2026"))
  }

  @Test("An application that is passed on after its deadline has no deadline ahead, and its short text has no date")
  func deadlinePassed() {
    let due = "2026-04-02T18:00:00+05:00"
    func entry(_ service: Service, _ step: ProcessingStep, at time: String) -> HistoryEntry {
      writer.entry(writer.update(service, .inProcessing, nil, step, due: due, at: time))
    }
    for (service, step) in [
      (Service.enrolment, ProcessingStep.intake), (.homeSchooling, .intake), (.transfer, .transfer),
    ] {
      let late = entry(service, step, at: "2026-04-02T18:00:00.001+05:00")
      #expect(
        late.text.kk.contains(
          "\nЖауап беру мерзімі өтіп кетті: 2026 жылғы 2 сәуір, сағат 18:00. Енді өтінішті мектеп қарап жатыр.\n"))
      #expect(
        late.text.ru.contains("\nСрок ответа истёк в 18:00 2 апреля 2026 года. Теперь заявление рассматривает школа.\n")
      )
      #expect(
        late.text.en.contains(
          "\nThe answer was due by 18:00 on 2 April 2026. That time has passed; the school has your application now.\n")
      )
      #expect(late.short?.all.allSatisfy { !$0.contains("18:00") } == true)
      let inTime = entry(service, step, at: due)
      #expect(inTime.text.en.contains("\nThe school must answer by 18:00 on 2 April 2026.\n"))
      #expect(inTime.short?.all.allSatisfy { $0.contains("18:00") } == true)
    }
    // No school has an application that is still being checked.
    for (service, step) in [(Service.enrolment, ProcessingStep.received), (.transfer, .received), (.transfer, .intake)]
    {
      let late = entry(service, step, at: "2026-04-03T09:00:00+05:00")
      #expect(late.text.ru.contains("\nСрок ответа истёк в 18:00 2 апреля 2026 года.\n"))
      #expect(!late.text.ru.contains("рассматривает школа") && late.short?.ru.contains("18:00") == false)
    }
  }

  @Test("If an update has no deadline, its entry mentions no deadline")
  func noDeadline() {
    let entry = writer.entry(writer.update(.enrolment, .inProcessing, nil, .intake))
    #expect(!entry.text.kk.contains("мерзімі"))
    #expect(entry.short?.kk == "Айша С.: өтініш мектепке жіберілді.")
  }
}
