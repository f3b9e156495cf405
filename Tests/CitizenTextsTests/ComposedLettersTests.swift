import Admission
import QueueContracts
import Testing

@testable import CitizenTexts

@Suite("Texts that are composed once and filled in later")
struct ComposedLettersTests {
  let writer: EntryWriter

  init() throws { writer = try EntryWriter() }

  /// Expects that the entries of an ``EntryWriter`` equal entries that are built as a whole.
  ///
  /// The writer composes the texts for the first update. For the later updates it only fills values into these texts.
  private func expectSame(
    _ updates: [(ProcessingUpdated, LetterContext)], by writer: EntryWriter? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let writer = writer ?? self.writer
    for (update, context) in updates {
      #expect(
        writer.entry(update, context)
          == writer.texts.entryBuiltAnew(update, id: writer.id, postedAt: writer.posted, context: context),
        sourceLocation: sourceLocation)
    }
  }

  private static let schools: [School?] = [
    nil, EntryWriter.school,
    School(name: LocalizedText(kk: "№ 4 арнайы мектеп", ru: "Школа № 4", en: ""), isSpecial: true),
    School(name: LocalizedText(kk: "№ 5 мектеп", ru: "Школа № 5", en: "School No. 5"), phone: "+7 1"),
  ]

  private static let days = [
    "2026-03-31T23:59:59+05:00", "2026-04-01T09:00:00+05:00", "2026-08-02T00:00:00+05:00",
  ]

  /// The update, the same update with other values to be filled in, and the update once more.
  private func variants(_ update: ProcessingUpdated, _ context: LetterContext) -> [(ProcessingUpdated, LetterContext)] {
    var other = update
    other.number = ApplicationNumber("7/AB-1") ?? update.number
    other.recipientIin = "850101300005"
    other.school = SchoolReference(bin: "961141000023")
    other.dueBy = update.dueBy.map { $0.adding(seconds: 36 * 3600 + 60) }
    other.childName = update.childName.map { _ in "Іңкәр-\(Gap.number.marker) Ө." }
    var otherContext = context
    otherContext.duplicateOf = context.duplicateOf.flatMap { _ in ApplicationNumber("20200000000002") }
    return [(update, context), (other, otherContext), (update, context)]
  }

  @Test(
    "A composed text equals a text that is built as a whole, for every piece of news",
    arguments: Service.allCases)
  func everySituation(service: Service) {
    for (status, resolution, step) in Self.states {
      for (index, school) in Self.schools.enumerated() {
        for (day, grade) in zip(Self.days + Self.days, [1, 1, 1, nil, 5, nil] as [Int?]) {
          var update = writer.update(
            service, status, resolution, step, due: index.isMultiple(of: 2) ? nil : "2026-04-02T18:00:00+05:00",
            at: day,
            child: grade == nil ? nil : "Айша С.", grade: grade)
          if step == .passedDeadline { update.reasons = [Reason(.deadlinePassed)] }
          let known = index > 1
          expectSame(
            variants(
              update, LetterContext(school: school, wasSchoolAsked: known, hadPlace: known, replacesDecision: known)))
        }
      }
    }
  }

  private static let states: [(Status, Resolution?, ProcessingStep)] = ProcessingStep.allCases.flatMap { step in
    Status.allCases.flatMap { status in (Resolution.allCases + [nil]).map { (status, $0, step) } }
  }

  @Test("A composed text equals a text that is built as a whole, for every reason, alone and beside others")
  func everyReason() {
    let subjects = DocumentKind.allCases.map(\.rawValue) + ["applicant", "child", "school", "grade", "unheard of"]
    for code in ReasonCode.allCases {
      for subject in subjects + [nil] {
        let reason = Reason(code, subject: subject)
        let others = [
          Reason(.documentMissing, .photo), Reason(.documentMissing, .healthForm063), Reason(.consentMissing),
        ]
        for reasons in [[reason], [reason] + others.prefix(1), [reason] + others.prefix(2), [reason] + others] {
          for first in [nil, ApplicationNumber("10100000000009")] {
            expectSame(
              variants(writer.refusal(reasons), LetterContext(school: EntryWriter.school, duplicateOf: first)))
          }
        }
      }
    }
  }

  @Test(
    "A composed text equals a text that is built as a whole, for every reason that a school can give",
    arguments: [Resolution.positive, .negative])
  func schoolsWords(resolution: Resolution) {
    let texts = [
      ReasonText(kk: "Орын жоқ", ru: "Мест нет", en: "No places"),
      ReasonText(kk: "Басқасы\nжол", ru: "Другое\n\nстрока"),
      ReasonText(kk: Gap.child.marker, ru: Gap.ownWords(1).marker, en: "{child}"),
    ]
    for text in texts {
      for code in ["school.full", "photo.wrongFormat", "places.none", "age.notEligible"] {
        let own = SchoolReason(code: code, text: text)
        for reasons in [[own], [own, own], SchoolReasonCode.allCases.map { SchoolReason($0) } + [own]] {
          let update = writer.update(
            .enrolment, .completed, resolution, .school, reasons: reasons.map { Reason($0) })
          expectSame(variants(update, LetterContext()))
        }
      }
    }
  }

  @Test(
    "A composed text that is too long is shortened like a text that is built as a whole"
  )
  func tooLong() {
    let kinds: [DocumentKind] = [.guardianshipDecision, .collegialBodyDecision, .unemploymentCertificate]
    for name in ["Айша С.", String(repeating: "Ә", count: 100) + " С.", "А" + String(repeating: "\u{301}", count: 250)]
    {
      for count in 1...3 {
        var update = writer.refusal(kinds.prefix(count).map { Reason(.documentMissing, $0) })
        update.childName = name
        let school = School(
          name: LocalizedText(
            kk: String(repeating: "ұзақ ", count: 20), ru: String(repeating: "долго ", count: 20), en: "long"))
        expectSame(variants(update, LetterContext()) + variants(update, LetterContext(school: school)))
      }
    }
  }

  @Test("A character that marks a gap stays as it is in an edition's own text, and no value replaces it")
  func builtEachTime() throws {
    let words = EditionWords(
      documents: RulesEdition.builtIn.words.documents, issuers: RulesEdition.builtIn.words.issuers,
      contacts: LocalizedText(
        kk: "Сұрақтар: \(Gap.child.marker).", ru: "Вопросы: \(Gap.child.marker).", en: "Questions: \(Gap.child.marker)."
      ),
      appeal: RulesEdition.builtIn.words.appeal, dates: RulesEdition.builtIn.words.dates)
    let file = """
      { "editions": [{ "name": "odd", "firstGrade": { "from": "04-01", "to": "08-01", "age": 6 }, "services": {
        "enrolment": { "documents": ["photo"], "answerWorkingDays": 1 },
        "homeSchooling": { "documents": ["photo"], "answerWorkingDays": 2 },
        "transfer": { "documents": ["identityDocument"], "answerWorkingDays": 1 } }, "attachmentBytes": 5000,
        "words": { "contacts": { "kk": "\(words.contacts.kk)", "ru": "\(words.contacts.ru)",
          "en": "\(words.contacts.en)" } } }] }
      """
    let writer = try EntryWriter(editions: try RulesEditions(json: Array(file.utf8)))
    let update = writer.update(.enrolment, .inProcessing, nil, .received)
    expectSame(variants(update, LetterContext()), by: writer)
    #expect(writer.entry(update).text.en.hasSuffix("\nQuestions: \(Gap.child.marker)."))
  }

  @Test("Texts composed for different regions and editions are kept apart")
  func windows() throws {
    let file = """
      { "editions": [\(Self.edition("one", "\"from\": \"04-01\", \"to\": \"08-01\"")),
        \(Self.edition("two", "\"from\": \"05-01\", \"to\": \"09-01\"", from: "2026-06-01"))] }
      """
    let writer = try EntryWriter(editions: try RulesEditions(json: Array(file.utf8)))
    for day in ["2026-05-31T12:00:00+05:00", "2026-06-01T12:00:00+05:00"] {
      for bin in ["950341000052", "961141000023"] {
        var update = writer.refusal([Reason(.consentMissing)], at: day)
        update.school = SchoolReference(bin: bin)
        expectSame([(update, LetterContext()), (update, LetterContext())], by: writer)
      }
    }
    var update = writer.refusal([Reason(.consentMissing)], at: "2026-05-31T12:00:00+05:00")
    #expect(writer.entry(update).text.en.contains("by 1 August"))
    update.school = SchoolReference(bin: "961141000023")
    #expect(writer.entry(update).text.en.contains("by 1 July"))
    update.occurredAt = try #require(Timestamp("2026-06-01T12:00:00+05:00"))
    update.school = SchoolReference(bin: "950341000052")
    #expect(writer.entry(update).text.en.contains("by 1 September"))
  }

  private static func edition(_ name: String, _ days: String, from: String? = nil) -> String {
    """
    { "name": "\(name)", \(from.map { "\"validFrom\": \"\($0)\"," } ?? "")
      "firstGrade": { \(days), "age": 6, "regions": [{ "name": "a region", "bins": ["9611"], "from": "04-01",
        "to": "07-01" }] },
      "services": { "enrolment": { "documents": ["photo"], "answerWorkingDays": 1 },
        "homeSchooling": { "documents": ["photo"], "answerWorkingDays": 2 },
        "transfer": { "documents": ["identityDocument"], "answerWorkingDays": 1 } }, "attachmentBytes": 5000 }
    """
  }

  @Test("The number of composed texts in memory is bounded, however many different ones are needed")
  func bounded() {
    let letters = ComposedLetters()
    let edition = RulesEdition.builtIn
    for number in 0..<2 * ComposedLetters.most + 10 {
      let update = writer.refusal([Reason(.documentMissing, subject: "made up \(number)")])
      let shape = LetterShape(update, LetterContext(), by: edition)
      let values = InEachLanguage { LetterValues(update, LetterContext(), $0, due: nil) }
      let words = letters.words(shape, values, by: edition, writer.texts.table)
      #expect(words.title.en == "Application refused: fix it and apply again (Айша С.)")
    }
    #expect((1...ComposedLetters.most).contains(letters.count))
    let many = writer.refusal(DocumentKind.allCases.map { Reason(.documentMissing, $0) })
    let shape = LetterShape(many, LetterContext(), by: edition)
    let before = letters.count
    _ = letters.words(
      shape, InEachLanguage { LetterValues(many, LetterContext(), $0, due: nil) }, by: edition, writer.texts.table)
    #expect(letters.count == before)
  }
}
