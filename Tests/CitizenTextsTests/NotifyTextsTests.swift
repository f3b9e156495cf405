import Admission
import Foundation
import QueueContracts
import Testing

@testable import CitizenTexts

@Suite("The citizen's texts")
struct NotifyTextsTests {
  let writer: EntryWriter

  init() throws { writer = try EntryWriter() }

  // MARK: Every entry

  @Test(
    "Every combination of service, status, resolution and step has an entry in three languages",
    arguments: Service.allCases)
  func everyCombination(service: Service) {
    for status in Status.allCases {
      for resolution in Resolution.allCases + [nil] {
        for step in ProcessingStep.allCases {
          for known in [true, false] {
            let update = writer.update(service, status, resolution, step, due: "2026-04-02T18:00:00+05:00")
            let context = LetterContext(
              school: known ? EntryWriter.school : nil, wasSchoolAsked: known, hadPlace: known)
            let entry = writer.entry(update, context)
            for text in [entry.title, entry.text, entry.short] { writer.expectSound(text) }
            #expect(entry.title.all.allSatisfy { $0.hasSuffix(" (Айша С.)") })
            #expect(entry.text.all.allSatisfy { $0.contains("10100000000001") && $0.contains("950341000052") })
            #expect(entry.text.all.allSatisfy { $0.contains(": Айша С.\n") })
          }
        }
      }
    }
  }

  @Test("Every reason has words in three languages, with and without a subject", arguments: ReasonCode.allCases)
  func everyReason(code: ReasonCode) {
    let subjects = DocumentKind.allCases.map(\.rawValue) + ["applicant", "child", "school", "grade", "unheard of"]
    for subject in subjects + [nil] {
      let entry = writer.entry(writer.refusal([Reason(code, subject: subject)]))
      writer.expectSound(entry.reasons[0].text)
      for language in Language.allCases {
        #expect(entry.text[language].contains("\n– \(entry.reasons[0].text[language])\n"))
      }
    }
  }

  @Test("The Kazakh texts use every Kazakh letter that Russian lacks, except һ")
  func kazakhLetters() {
    let values = Dictionary(uniqueKeysWithValues: Placeholder.allCases.map { ($0, "0") })
    let all = TextKey.all.filter { $0.languages.contains(.kk) }.map { writer.texts.table.render($0, in: .kk, values) }
    #expect("әғқңөұүі".allSatisfy { all.joined().contains($0) })
  }

  @Test(
    "A title names the child and the outcome of the application",
    arguments: [
      (
        Status.inProcessing, Resolution?.none, ProcessingStep.received, "Өтініш алынды: тексеріліп жатыр",
        "Заявление получено: проверяется"
      ),
      (.inProcessing, nil, .intake, "Өтініш өңделуде: мектепке жіберілді", "Заявление в обработке: передано в школу"),
      (.inProcessing, nil, .passedDeadline, "Мектеп мерзімінде жауап бермеді", "Школа не ответила в срок"),
      (.completed, .positive, .school, "Оқуға қабылдау туралы хабарлама", "Уведомление о зачислении"),
      (
        .completed, .negative, .intake, "Өтініш қабылданбады: түзетіп, қайта беріңіз",
        "Отказ: исправьте заявление и подайте снова"
      ),
      (.completed, .negative, .school, "Мектеп қабылдаудан бас тартты", "Школа отказала в зачислении"),
      (.completed, .withdrawn, .withdrawal, "Өтініш кері қайтарып алынды", "Заявление отозвано"),
    ])
  func title(status: Status, resolution: Resolution?, step: ProcessingStep, kk: String, ru: String) {
    let title = writer.entry(writer.update(.enrolment, status, resolution, step)).title
    #expect(title.kk == "\(kk) (Айша С.)")
    #expect(title.ru == "\(ru) (Айша С.)")
  }

  @Test("An update gives the same entry each time, and the entry has the given id and time of posting")
  func pure() {
    let update = writer.refusal([Reason(.documentMissing, .photo)])
    #expect(writer.entry(update) == writer.entry(update))
    #expect(writer.entry(update).entryId == writer.id)
    #expect(writer.entry(update).postedAt == writer.posted)
    #expect(writer.entry(update).reasons[0].clause == "S-enrol.3")
  }

  @Test("An entry without the child's name repeats only the number and the school from the form")
  func unsigned() {
    let update = writer.update(
      .enrolment, .completed, .negative, .intake, child: nil, grade: nil, reasons: [Reason(.signatureInvalid)])
    let entry = writer.entry(update)
    #expect(entry.title.ru == "Отказ по заявлению")
    #expect(!entry.text.kk.contains("Бала:"))
    #expect(entry.short?.kk.hasPrefix("№ 10100000000001: ") == true)
    // The grade is not known here, so the entry cannot say whether the family may apply. It states the first grade's
    // window.
    #expect(
      entry.text.en.contains("\nApplications for the first grade are accepted from 1 April to 1 August inclusive.\n"))
  }

  @Test("A child's name that looks like a placeholder is printed as it is")
  func nameWithBraces() {
    let entry = writer.entry(writer.update(.enrolment, .completed, .positive, .school, child: "{school}"))
    #expect(entry.text.kk.contains("\nБала: {school}\n"))
  }

  // MARK: The school

  @Test("An entry names the school in each language, and gives its telephone if the school has decided or is late")
  func school() {
    let phone = "+7 7172 00 00 01"
    for (step, has) in [(ProcessingStep.received, false), (.intake, false), (.passedDeadline, true)] {
      let text = writer.entry(
        writer.update(.enrolment, .inProcessing, nil, step), LetterContext(school: EntryWriter.school)
      )
      .text
      #expect(text.kk.contains("\nМектеп: № 1 мектеп-лицей (БСН 950341000052)\n"))
      #expect(text.ru.contains("\nШкола: Школа-лицей № 1 (БИН 950341000052)\n"))
      #expect(text.en.contains("\nSchool: School-lyceum No. 1 (BIN 950341000052)\n"))
      #expect(text.all.allSatisfy { $0.contains(phone) == has })
    }
    let delayed = writer.entry(
      writer.update(.enrolment, .inProcessing, nil, .passedDeadline),
      LetterContext(school: EntryWriter.school, wasSchoolAsked: false)
    ).text
    #expect(delayed.all.allSatisfy { $0.contains(phone) })
    for resolution in [Resolution.positive, .negative] {
      let update = writer.update(.transfer, .completed, resolution, .school)
      #expect(
        writer.entry(update, LetterContext(school: EntryWriter.school)).text.all.allSatisfy { $0.contains(phone) })
    }
  }

  @Test("If the directory has no name of the school in a language, the entry gives only the BIN in that language")
  func schoolWithoutName() {
    let update = writer.update(.enrolment, .completed, .positive, .school)
    #expect(writer.entry(update).text.ru.contains("\nБИН школы: 950341000052\n"))
    let half = School(name: LocalizedText(kk: "№ 1 мектеп", ru: "Школа № 1", en: ""))
    let text = writer.entry(update, LetterContext(school: half)).text
    #expect(text.kk.contains("№ 1 мектеп (БСН 950341000052)"))
    #expect(text.en.contains("\nSchool, BIN: 950341000052\n"))
  }

  @Test("The entry on an enrolment in a special school says which further document the school will ask for")
  func specialSchool() {
    let special = LetterContext(
      school: School(name: LocalizedText(kk: "№ 4 арнайы мектеп", ru: "Школа № 4", en: "School No. 4"), isSpecial: true)
    )
    let words = "A special school will ask for one more document: conclusion of the psychological"
    #expect(writer.entry(writer.update(.enrolment, .inProcessing, nil, .intake), special).text.en.contains(words))
    #expect(!writer.entry(writer.update(.homeSchooling, .inProcessing, nil, .intake), special).text.en.contains(words))
    #expect(!writer.entry(writer.update(.enrolment, .inProcessing, nil, .intake)).text.en.contains(words))
  }

  // MARK: Each piece of news

  @Test("The entry on a received application says when the answer is due, and that nothing has to be done")
  func received() {
    let text = writer.entry(
      writer.update(.enrolment, .inProcessing, nil, .received, due: "2026-04-02T18:00:00+05:00")
    ).text
    #expect(text.kk.hasPrefix("Оқуға қабылдау туралы өтініш алынды, тексеріліп жатыр."))
    #expect(text.kk.contains("\nЖауап беру мерзімі: 2026 жылғы 2 сәуір, сағат 18:00.\n"))
    #expect(text.ru.contains("не подавайте заявление снова"))
    #expect(text.en.hasSuffix("\nQuestions about the portal: call 1414."))
  }

  @Test("If the school was not asked, the entry on a passed deadline does not say that the school has not answered")
  func delayed() {
    let update = writer.update(.transfer, .inProcessing, nil, .passedDeadline, due: "2026-04-01T18:00:00+05:00")
    let late = writer.entry(update).text
    let delayed = writer.entry(update, LetterContext(wasSchoolAsked: false)).text
    #expect(late.ru.hasPrefix("Принимающая школа не ответила в срок"))
    #expect(delayed.ru.hasPrefix("Проверка заявления о переводе не закончена в срок"))
    for text in [late, delayed] {
      #expect(text.kk.contains("\nЖауап беру мерзімі өтіп кетті: 2026 жылғы 1 сәуір, сағат 18:00.\n"))
      #expect(text.en.contains("Your application still stands; do not apply again."))
      #expect(text.en.contains("you can complain to your local education department"))
    }
  }

  @Test("The entry on a given place says what to do next, and that the school issues the enrolment order later")
  func enrolled() {
    let first = writer.entry(writer.update(.enrolment, .completed, .positive, .school)).text
    #expect(first.kk.contains("шартқа қол қойыңыз"))
    #expect(first.ru.contains("не ранее 25 августа"))
    let fifth = writer.entry(writer.update(.enrolment, .completed, .positive, .school, grade: 5)).text
    #expect(!fifth.ru.contains("25 августа"))
    #expect(fifth.ru.contains("\nПриказ о зачислении будет издан позже.\n"))
    let home = writer.entry(writer.update(.homeSchooling, .completed, .positive, .school)).text
    #expect(!home.ru.contains("Приказ") && !home.ru.contains("место"))
  }

  @Test("If the child had a place, the entry on a withdrawal says that the place is given back")
  func givenBack() {
    let update = writer.update(.transfer, .completed, .withdrawn, .withdrawal)
    #expect(writer.entry(update).title.kk == "Өтініш кері қайтарып алынды (Айша С.)")
    let entry = writer.entry(update, LetterContext(hadPlace: true))
    #expect(entry.title.ru == "Место возвращено: заявление о переводе отозвано (Айша С.)")
    #expect(entry.text.ru.contains("с тем же открепительным талоном"))
  }

  @Test("The entry on a decision and the entry on its correction can each be read alone")
  func corrected() {
    let refused = writer.entry(writer.schoolsRefusal([SchoolReason(.placesNone)]))
    let enrolled = writer.entry(writer.update(.enrolment, .completed, .positive, .school))
    #expect(refused.text.kk.hasPrefix("Дәлелді бас тарту: мектеп"))
    #expect(enrolled.text.kk.hasPrefix("Мектеп балаңызды оқуға қабылдауға шешім қабылдады.\nБала: Айша С.\n"))
  }

  @Test("The entry on a correction says that it replaces the school's earlier decision; no other entry says so")
  func replaced() {
    let context = LetterContext(replacesDecision: true)
    let refused = writer.schoolsRefusal([SchoolReason(.placesNone)])
    for update in [refused, writer.update(.enrolment, .completed, .positive, .school)] {
      let text = writer.entry(update, context).text
      #expect(text.kk.split(separator: "\n")[1] == "Бұл – мектептің жаңа шешімі, ол бұрынғы шешімді алмастырады.")
      #expect(text.ru.split(separator: "\n")[1] == "Это новое решение школы, оно заменяет прежнее.")
      #expect(text.en.split(separator: "\n")[1] == "This replaces the school's earlier decision.")
    }
    let withdrawn = writer.update(.enrolment, .completed, .withdrawn, .withdrawal)
    #expect(writer.entry(withdrawn, context) == writer.entry(withdrawn))
    #expect(!writer.entry(refused).text.en.contains("replaces"))
  }
}
