import Admission
import QueueContracts
import Testing

@testable import CitizenTexts

@Suite("The text of a refusal that would be too long")
struct BriefLetterTests {
  let writer: EntryWriter

  init() throws { writer = try EntryWriter() }

  private static let words = RulesEdition.builtIn.words

  // MARK: The brief words

  private static let reasons: [String: LocalizedText] = [
    "reason.window.closed.brief": LocalizedText(
      kk: "Өтініш бірінші сыныпқа қабылдау мерзімінен (1 сәуір – 1 тамыз) тыс берілген.",
      ru: "Заявление подано вне срока приёма в первый класс (с 1 апреля по 1 августа).",
      en: "The application was submitted outside the period for the first grade (1 April to 1 August)."),
    "reason.age.notEligible.brief": LocalizedText(
      kk: "Балаңыз өтініш берілген жылы 6 жасқа толмайды.",
      ru: "В году подачи заявления ребёнку ещё не исполнится 6 лет.",
      en: "Your child turns 6 only after the year of the application."),
    "reason.applicant.notRepresentative.brief": LocalizedText(
      kk: "Баланың заңды өкілі екеніңіз расталмады: тізілімде сіз көрсетілмегенсіз, қорғаншылық (қамқоршылық) туралы "
        + "шешім қоса тіркелмеген.",
      ru: "Не подтверждено, что вы законный представитель ребёнка: в реестре вас нет, а решение об опеке "
        + "(попечительстве) не приложено.",
      en: "You are not confirmed as the child's representative: you are not in the register and attach no guardianship "
        + "(trusteeship) decision."),
    "reason.photo.wrongFormat.brief": LocalizedText(
      kk: "Баланың фотосуреті талапқа сай емес: JPEG немесе PNG, тік, 3:4, кемінде 354×472 пиксель керек.",
      ru: "Фотография ребёнка не подходит: нужен вертикальный снимок JPEG или PNG, 3:4, не менее 354×472 пикселей.",
      en: "The child's photo does not fit: it must be JPEG or PNG, upright, 3:4, of at least 354×472 pixels."),
    "reason.document.missing.copy.brief": LocalizedText(
      kk: "Мемлекеттік жүйелерде дерек жоқ, көшірмесі керек: *.",
      ru: "В государственных системах данных нет, нужна копия: *.",
      en: "State systems have no data; copy needed: *."),
    "reason.document.unreadable.named.brief": LocalizedText(
      kk: "Құжат ашылмады: *.", ru: "Документ не открывается: *.", en: "Document cannot be opened: *."),
  ]

  private static let documents: [DocumentKind: LocalizedText] = [
    .birthCertificate: LocalizedText(
      kk: "баланың туу туралы куәлігі (немесе шетелдік құжат)",
      ru: "свидетельство о рождении ребёнка (или иностранный документ)",
      en: "the child's birth certificate (or the foreign document)"),
    .targetedSocialAssistanceCertificate: LocalizedText(
      kk: "мемлекеттік атаулы әлеуметтік көмек туралы анықтама",
      ru: "справка о государственной адресной социальной помощи",
      en: "certificate of state targeted social assistance"),
    .incomeStatement: LocalizedText(
      kk: "табыс туралы құжаттар (жалақы, кәсіпкерлік және басқа қызмет табысы, алимент)",
      ru: "документы о доходах (зарплата, предпринимательство и другая деятельность, алименты)",
      en: "income documents (wages, income from business and other work, child support)"),
    .guardianshipDecision: LocalizedText(
      kk: "қорғаншылық (қамқоршылық) немесе патронаттық тәрбие туралы шешім",
      ru: "решение об опеке (попечительстве) или патронатном воспитании",
      en: "decision on guardianship (trusteeship) or foster care"),
    .collegialBodyDecision: LocalizedText(
      kk: "мектептің алқалы органының отбасы жағдайы туралы шешімі",
      ru: "решение коллегиального органа школы о положении семьи",
      en: "decision of the school's collegial body on the family's situation"),
    .medicalCommissionConclusion: LocalizedText(
      kk: "дәрігерлік-консультациялық комиссияның үйде оқыту туралы қорытындысы",
      ru: "заключение врачебно-консультационной комиссии об обучении на дому",
      en: "medical-consultative commission's conclusion on home schooling"),
  ]

  @Test("Every brief text of a reason is exactly this one, in each language")
  func briefReasons() throws {
    #expect(Set(TextKey.abbreviated.map(\.brief.name)) == Set(Self.reasons.keys))
    for key in TextKey.abbreviated {
      let expected = try #require(Self.reasons[key.brief.name])
      for language in Language.allCases {
        let letter = letter([Reason(.consentMissing)], language)
        let values = letter.reasonWords.rules.merging([.document: "*"]) { $1 }
        #expect(writer.texts.table.render(key.brief, in: language, values) == expected[language])
      }
    }
  }

  @Test("Every brief name of a document is exactly this one, and every long name has a brief name")
  func briefNames() {
    #expect(Self.words.briefDocuments == Self.documents)
    for kind in DocumentKind.allCases {
      let (name, brief) = (Self.words.name(of: kind), Self.words.briefName(of: kind))
      #expect(brief.all.allSatisfy { $0.count <= 85 }, "\(kind)")
      guard brief != name else { continue }
      for language in Language.allCases { #expect(brief[language].count < name[language].count, "\(kind)") }
    }
  }

  // MARK: What is left out, and in which order

  @Test("Advice is left out before any reason is abbreviated")
  func adviceFirst() {
    let reasons = [
      Reason(.documentMissing, .incomeStatement), Reason(.documentMissing, .guardianshipDecision),
      Reason(.documentMissing, .healthForm063),
    ]
    for language in Language.allCases {
      let text = letter(reasons, language).text
      let names = reasons.map { Self.words.name(of: DocumentKind(rawValue: $0.subject ?? "") ?? .photo)[language] }
      #expect(names.allSatisfy(text.contains), "\(text)")
    }
    #expect(!letter(reasons, .ru).text.contains("Что делать:"))
  }

  @Test("A letter with brief reasons keeps the advice if there is room, and names all parts of the income papers")
  func briefWithAdvice() {
    let reasons = [
      Reason(.documentMissing, .targetedSocialAssistanceCertificate), Reason(.documentMissing, .incomeStatement),
      Reason(.documentMissing, .guardianshipDecision),
    ]
    let text = letter(reasons, .en).text
    #expect(
      text.split(separator: "\n").dropFirst(4) == [
        "Reasons for the refusal:",
        "– State systems have no data; copy needed: certificate of state targeted social assistance.",
        "– Missing document: income documents (wages, income from business and other work, child support).",
        "– State systems have no data; copy needed: decision on guardianship (trusteeship) or foster care.",
        "What to do:",
        "– Attach all missing documents to the new application.",
        "Fix everything listed above, then apply again on egov.kz by 1 August.",
        "If you disagree with the refusal, you can complain to the education department where you live within three "
          + "months of learning of it. Questions about the portal: call 1414.",
      ])
  }

  @Test("A letter without advice still names the child if there is room")
  func briefWithName() {
    let reasons = [
      Reason(.ageNotEligible), Reason(.applicantNotRepresentative), Reason(.documentUnreadable, .incomeStatement),
    ]
    let text = letter(reasons, .ru).text
    #expect(text.contains("\nРебёнок: Айша С.\n") && text.contains("\n– В году подачи заявления"))
    #expect(!text.contains("Что делать:"))
  }

  // MARK: All pairs and triples

  @Test(
    "With any one to three reasons and a school's name of 60 characters, a letter names the same documents in each language, ends each sentence, and has at most 900 characters",
    arguments: Language.allCases)
  func everyPairAndTriple(language: Language) {
    let all = Self.everyReason
    let points = all.map { self.points(of: $0, language) }
    for first in all.indices {
      expectSound([first], points, language)
      for second in all.indices[(first + 1)...] where Self.canHold([all[first], all[second]]) {
        expectSound([first, second], points, language)
        for third in all.indices[(second + 1)...] where Self.canHold([first, second, third].map { all[$0] }) {
          expectSound([first, second, third], points, language)
        }
      }
    }
  }

  /// The lines that may stand for a reason in a letter; each of them names the reason's document.
  private func points(of reason: Reason, _ language: Language) -> Set<Substring> {
    let (stated, words) = (StatedReason(reason), letter([reason], language).reasonWords)
    let sentences = [words.sentence(stated), words.sentence(stated, withRule: false), words.brief(stated)]
    if reason.known?.namesDocuments == true, let kind = reason.subject.flatMap(DocumentKind.init(rawValue:)) {
      let names = [Self.words.name(of: kind)[language], Self.words.briefName(of: kind)[language]]
      #expect(sentences.allSatisfy { sentence in names.contains { sentence.contains(": \($0).") } })
    }
    return Set(sentences.map { "– \($0)" })
  }

  private func expectSound(_ indices: [Int], _ points: [Set<Substring>], _ language: Language) {
    // After the window a letter is longest, because it says whom to ask for a place.
    let text = letter(indices.map { Self.everyReason[$0] }, language, at: "2026-08-03T10:00:00+05:00").text
    let lines = text.split(separator: "\n")
    let isSound =
      text.count <= Letter.mostCharacters && indices.allSatisfy { !points[$0].isDisjoint(with: lines) }
      && lines.dropFirst(4).allSatisfy { $0.last == "." || $0.last == ":" }
      && lines.last?.hasPrefix(Self.words.appeal[language]) == true
    if !isSound { Issue.record("\(text.count) characters: \(text)") }
  }

  /// Every reason that can stand beside others in an entry.
  private static let everyReason: [Reason] = ReasonCode.allCases.flatMap { code -> [Reason] in
    if [.signatureInvalid, .signatureReused, .deadlinePassed].contains(code) { return [] }
    if code.namesDocuments { return DocumentKind.allCases.map { Reason(code, $0) } }
    return code.subjects.isEmpty ? [Reason(code)] : code.subjects.map { Reason(code, subject: $0) }
  }

  /// True if the reasons can stand beside each other (contract, section 6).
  private static func canHold(_ reasons: [Reason]) -> Bool {
    let codes = Set(reasons.compactMap(\.known))
    let kinds = reasons.compactMap { $0.subject.flatMap(DocumentKind.init(rawValue:)) }
    let lacksStanding = codes.contains(.applicantNotParent) || codes.contains(.applicantNotRepresentative)
    let transfers = reasons.count { $0.code.hasPrefix("transfer.") }
    return Set(kinds).count == kinds.count && !(lacksStanding && kinds.contains(where: \.replacesRecord))
      && !codes.isSuperset(of: [.applicantNotParent, .applicantNotRepresentative])
      && (transfers == 0 || transfers == reasons.count)
  }

  private static func service(_ reasons: [Reason]) -> Service {
    if reasons.contains(where: { $0.code.hasPrefix("transfer.") }) { return .transfer }
    let isHome = reasons.contains { $0.subject == DocumentKind.medicalCommissionConclusion.rawValue }
    return isHome ? .homeSchooling : .enrolment
  }

  private func letter(
    _ reasons: [Reason], _ language: Language, at time: String = "2026-06-01T10:00:00+05:00"
  ) -> Letter {
    let update = writer.update(Self.service(reasons), .completed, .negative, .intake, at: time, reasons: reasons)
    let name = String(repeating: "м", count: 60)
    let context = LetterContext(
      school: School(name: LocalizedText(kk: name, ru: name, en: name)),
      duplicateOf: ApplicationNumber("10100000000009"))
    let shape = LetterShape(update, context, by: .builtIn)
    let values = LetterValues(update, context, language, due: nil)
    return Letter(shape, values, by: .builtIn, table: writer.texts.table, language: language)
  }
}
