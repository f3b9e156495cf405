import Admission
import QueueContracts
import Testing

@Suite("The words of an edition")
struct EditionWordsTests {
  private static func editions(words: String) throws(RulesFileError) -> RulesEditions {
    try RulesFiles.editions(
      replacing: #""attachmentBytes": 5000"#, with: #""attachmentBytes": 5000, "words": \#(words)"#)
  }

  @Test("The built-in edition names each kind of document, and the issuer of all but photos and identity documents")
  func builtIn() {
    let words = RulesEdition.builtIn.words
    for kind in DocumentKind.allCases { #expect(!words.name(of: kind).kk.isEmpty) }
    #expect(Set(DocumentKind.allCases).subtracting(words.issuers.keys) == [.photo, .identityDocument])
    #expect(words.name(of: .healthForm063).ru == "карта профилактических прививок (форма № 063/у)")
    #expect(words.appeal.ru.contains("трёх месяцев") && words.contacts.kk.contains("1414"))
    #expect(words.dates.enrolmentOrder?.en.contains("25 August") == true)
  }

  @Test("A document that a rules file names anew does not keep the built-in brief name")
  func briefNames() throws {
    let name = #"{ "kk": "табыс", "ru": "доход", "en": "income" }"#
    let brief = #"{ "kk": "ақша", "ru": "деньги", "en": "money" }"#
    let (income, builtIn) = (DocumentKind.incomeStatement, RulesEdition.builtIn.words)
    let renamed = try Self.editions(words: #"{ "documents": { "incomeStatement": \#(name) } }"#).all[0].words
    #expect(renamed.briefName(of: income).en == "income")
    #expect(renamed.briefName(of: .guardianshipDecision) == builtIn.briefName(of: .guardianshipDecision))
    let both = try Self.editions(
      words: #"{ "documents": { "incomeStatement": \#(name) }, "brief": { "incomeStatement": \#(brief) } }"#
    ).all[0].words
    #expect(both.name(of: income).en == "income" && both.briefName(of: income).en == "money")
    let abbreviated = try Self.editions(words: #"{ "brief": { "incomeStatement": \#(brief) } }"#).all[0].words
    #expect(abbreviated.name(of: income) == builtIn.name(of: income))
    #expect(abbreviated.briefName(of: income).ru == "деньги")
  }

  @Test("Words that a rules file leaves out are taken from the built-in edition")
  func fallsBack() throws {
    #expect(try RulesFiles.editions().all.map(\.words) == [RulesEdition.builtIn.words, RulesEdition.builtIn.words])
    let changed = try Self.editions(
      words: """
        { "documents": { "photo": { "kk": "сурет", "ru": "снимок", "en": "picture" } }, "dates": {},
          "contacts": { "kk": "Сұрақтар: 1415.", "ru": "Вопросы: 1415.", "en": "Questions: 1415." } }
        """
    ).all[0].words
    #expect(changed.name(of: .photo) == LocalizedText(kk: "сурет", ru: "снимок", en: "picture"))
    #expect(changed.name(of: .healthForm063) == RulesEdition.builtIn.words.name(of: .healthForm063))
    #expect(changed.contacts.ru == "Вопросы: 1415.")
    #expect(changed.dates.enrolmentOrder == nil)
    #expect(changed.appeal == RulesEdition.builtIn.words.appeal)
  }

  @Test(
    "Words that no entry of the service history can use are refused, and the error names their key",
    arguments: [
      (#"{ "appeal": { "kk": "ә", "ru": "и" } }"#, "editions.0.words.appeal: the key en is missing"),
      (#"{ "appeal": { "kk": "ә", "ru": "и", "en": "" } }"#, "editions.0.words.appeal.en: expected a text of one line"),
      (
        #"{ "appeal": { "kk": "ә", "ru": "и", "en": "a\nb" } }"#,
        "editions.0.words.appeal.en: expected a text of one line"
      ),
      (
        #"{ "appeal": { "kk": "ә", "ru": "и", "en": "a\u202Eb" } }"#,
        "editions.0.words.appeal.en: expected a text of one"
      ),
      (
        #"{ "contacts": { "kk": "ә", "ru": "ұ", "en": "a" } }"#, "editions.0.words.contacts.ru: the text is not in this"
      ),
      (
        #"{ "contacts": { "kk": "вы можете подать жалобу в отдел", "ru": "и", "en": "a" } }"#,
        "editions.0.words.contacts.kk: the text is not in"
      ),
      (#"{ "contacts": { "kk": "мы", "ru": "мы", "en": "a" } }"#, "editions.0.words.contacts.ru: the text is a copy"),
      (#"{ "where": { "passport": {} } }"#, "editions.0.words.where.passport: expected a kind of document"),
      (#"{ "brief": { "photo": { "kk": "ә", "ru": "и" } } }"#, "editions.0.words.brief.photo: the key en is missing"),
      (#"{ "dates": { "bell": {} } }"#, "editions.0.words.dates.bell: unknown key"),
      (#"{ "documents": [] }"#, "editions.0.words.documents: expected an object"),
    ])
  func refused(words: String, problem: String) {
    do throws(RulesFileError) {
      _ = try Self.editions(words: words)
      Issue.record("the file was accepted")
    } catch {
      #expect(error.problems.contains { $0.description.contains(problem) }, "\(error.problems)")
    }
  }
}
