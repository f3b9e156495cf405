import Foundation
import GoldenMessages
import QueueContracts
import Testing

/// Tests the bounds of a body's texts and lists: their lengths, and the characters of texts (contract, section 1).
struct BoundsTests {
  static let names = [
    "applicant.familyName", "applicant.givenName", "applicant.patronymic", "child.familyName", "child.givenName",
    "child.patronymic",
  ]

  private static func reads(_ text: String, at path: String, of form: WireForm) -> Bool {
    guard let body = try? JSON(form.worst).setting(path, to: .string(text)).data else { return false }
    do {
      _ = try form.rewrite(body)
      return true
    } catch {
      #expect(error == WireError(.undecodable, path: path))
      return false
    }
  }

  @Test(
    "A name of any script, with spaces, hyphens, apostrophes and full stops, is read",
    arguments: [
      "Ә", "Әбілқайыр", "O'Brien", "О’Нил", "Абу\u{2BC}л", "Ким Ён-хи", "Мұхаммед б. Әли", "José", "Jose\u{301}",
      "محمد", "王小明", "กมล", "-", String(repeating: "Ә", count: 100), "Әли\u{A0}Хан", "Ана\u{2010}Мария",
    ])
  func names(text: String) {
    for path in Self.names { #expect(Self.reads(text, at: path, of: .form), "\(path)") }
  }

  @Test(
    "A name of a wrong length, or with digits, symbols or control characters, cannot be decoded",
    arguments: [
      "", String(repeating: "Ә", count: 101), "Ә" + String(repeating: "\u{301}", count: 100), "Төлеңіз: kaspi",
      "4400", "Ана1", "\u{1B}[31m", "а\nб", "а\tб", "а\u{202E}б", "а\u{200B}б", "а\u{2028}б", "<b>", "a@b", "а/б",
      "а,б", "🎓", "а\u{E000}б", "а\u{FFFF}б", "а_б", "(а)", "\"а\"", "а\u{AD}б", "№",
    ])
  func noNames(text: String) {
    for path in Self.names { #expect(!Self.reads(text, at: path, of: .form), "\(path)") }
    // `childName` may be longer than 100 characters.
    if text.unicodeScalars.count <= 100 { #expect(!Self.reads(text, at: "childName", of: .updated)) }
    #expect(!Self.reads(text, at: "form.child.givenName", of: .transferRequested))
    #expect(!Self.reads(text, at: "applicant.familyName", of: .admissionRequested))
  }

  @Test("A school's text has 1 to 1,000 characters, and no control or format characters except line feeds")
  func schoolsTexts() {
    let paths = [(WireForm.decided, "reasons.0.text."), (.updated, "reasons.0.text.")].flatMap { form, path in
      ["kk", "ru", "en"].map { (form, path + $0) }
    }
    for (form, path) in paths + [(.decided, "decidedBy")] {
      for text in ["а", "Орын жоқ.\nКеліңіз!", "№ 17 <b> https://школа.kz 🎓", String(repeating: "Ә", count: 1000)] {
        #expect(Self.reads(text, at: path, of: form), "\(path)")
      }
      for text in [
        "", String(repeating: "Ә", count: 1001), "а\r\nб", "\u{1B}[2J", "а\tб", "а\u{7F}", "а\u{85}б", "а\u{202E}б",
        "а\u{200D}б", "а\u{FEFF}б", "а\u{AD}б", "\u{E0041}",
      ] {
        #expect(!Self.reads(text, at: path, of: form), "\(path)")
      }
    }
  }

  @Test("A reason's code is one line of 1 to 100 characters")
  func codes() {
    for (form, path) in [
      (WireForm.decided, "reasons.0.code"), (.updated, "reasons.0.code"), (.updated, "reasons.0.subject"),
      (.updated, "reasons.0.clause"),
    ] {
      #expect(Self.reads(String(repeating: "ә", count: 100), at: path, of: form))
      for text in ["", String(repeating: "ә", count: 101), "а\nб", "а\u{2029}б", "а\u{9B}б", "а\u{2066}б"] {
        #expect(!Self.reads(text, at: path, of: form), "\(path)")
      }
    }
  }

  @Test("A free text may have up to 256 characters, and a document's key up to 2,048")
  func asWritten() {
    let (form, requested) = (WireForm.form, WireForm.admissionRequested)
    let places = [
      (form, "applicant.iin"), (form, "applicant.phone"), (form, "child.iin"), (form, "school.bin"),
      (form, "instructionLanguage"), (form, "documents.0.fileName"), (form, "documents.0.mediaType"),
      (form, "documents.0.sha256"), (form, "transfer.fromSchool.bin"), (form, "transfer.identityDocument.number"),
      (form, "transfer.deregistrationSlip.number"), (form, "transfer.deregistrationSlip.childIin"),
      (form, "transfer.deregistrationSlip.fromSchoolBin"), (requested, "instructionLanguage"),
      (requested, "school.bin"), (.withdrawn, "applicantIin"), (.updated, "recipientIin"), (.updated, "school.bin"),
      (.decided, "school.bin"),
    ]
    for (form, path, most) in places.map({ ($0, $1, 256) }) + [(form, "documents.0.reference", 2048)] {
      for text in ["", "\u{202A}+7 701", "\t", String(repeating: "Ә", count: most)] {
        #expect(Self.reads(text, at: path, of: form), "\(path)")
      }
      #expect(!Self.reads(String(repeating: "Ә", count: most + 1), at: path, of: form), "\(path)")
      #expect(!Self.reads(String(repeating: "🎓", count: 60_000), at: path, of: form), "\(path)")
    }
  }

  @Test("If a list is longer than its limit, the message is undecodable, and the error has the list's path")
  func lists() throws {
    for (form, path, most) in [
      (WireForm.form, "documents", 32), (.form, "statusCategories", 32), (.transferRequested, "form.documents", 32),
      (.admissionRequested, "documents", 32), (.decided, "reasons", 32), (.updated, "reasons", 100),
    ] {
      let worst = try JSON(form.worst)
      let element = try #require(worst.value(at: path)?.elements?.first)
      func body(_ count: Int) throws -> Data {
        try worst.setting(path, to: .array(Array(repeating: element, count: count))).data
      }
      #expect(throws: Never.self, "\(form.name) \(path)") { try form.rewrite(body(most)) }
      #expect(throws: WireError(.undecodable, path: path), "\(form.name)") { try form.rewrite(body(most + 1)) }
    }
  }

  @Test("If a list in a signed form is too long, the error's path begins at the message's root")
  func listInside() throws {
    let document = JSON.object([
      "kind": .string("photo"), "reference": .string("a"), "mediaType": .string("image/png"), "size": .integer(1),
      "sha256": .string(""),
    ])
    let form = try JSON(Golden.formMinimal).setting("documents", to: .array(Array(repeating: document, count: 33)))
    #expect(throws: WireError(.undecodable, path: "form.documents")) {
      try ApplicationSubmittedTests.decode(ApplicationSubmittedTests.body(form.data))
    }
  }

  @Test("A stored history entry is read even if it breaks today's bounds")
  func storedEntries() throws {
    let long = String(repeating: "Ә", count: 5000)
    let entry = try JSON(Golden.historyWorst).setting("reasons.0.text.ru", to: .string(long + "\u{1B}"))
      .setting("reasons.0.code", to: .string(long)).setting("recipientIin", to: .string(long))
    #expect(try JSONDecoder().decode(HistoryEntry.self, from: entry.data).reasons[0].text.ru == long + "\u{1B}")
  }

  @Test("A random text is read if and only if it is within its field's bounds")
  func anyText() throws {
    let seed: UInt64 = 1
    var random = SplitMix64(seed: seed)
    // These regular expressions state the bounds a second time; the codec does not use them.
    let name = /[\p{L}\p{M} \u{A0}\-\u{2010}\u{2011}'’ʼ.]{1,100}/.matchingSemantics(.unicodeScalar)
    let schools = /[^\p{Cf}\p{Cc}]{1,1000}/.matchingSemantics(.unicodeScalar)
    let alphabet: [ClosedRange<UInt32>] = [
      0x01...0x7F, 0x41...0x7A, 0x80...0x2FF, 0x300...0x36F, 0x400...0x4FF, 0x600...0x6FF, 0x2000...0x206F,
      0xE000...0xE010, 0xFE00...0xFEFF, 0x1F300...0x1F600, 0xE0000...0xE007F,
    ]
    for _ in 0..<250 {
      let range = alphabet.randomElement(using: &random)!
      var text = ""
      for _ in 0..<[1, 3, 30, 99, 100, 101, 999, 1000, 1001].randomElement(using: &random)! {
        let other = Int.random(in: 0..<50, using: &random) == 0 ? alphabet.randomElement(using: &random)! : range
        text.unicodeScalars.append(Unicode.Scalar(UInt32.random(in: other, using: &random)) ?? "a")
      }
      let path = Self.names.randomElement(using: &random)!
      #expect(
        Self.reads(text, at: path, of: .form) == (text.wholeMatch(of: name) != nil),
        "seed \(seed): \(path) \(text.unicodeScalars.map(\.value))")
      let lines = text.replacingOccurrences(of: "\n", with: "а")
      #expect(
        Self.reads(text, at: "reasons.0.text.kk", of: .decided) == (lines.wholeMatch(of: schools) != nil),
        "seed \(seed): \(text.unicodeScalars.map(\.value))")
    }
  }
}

extension JSON {
  fileprivate var elements: [JSON]? { if case .array(let elements) = self { elements } else { nil } }

  fileprivate func value(at path: String) -> JSON? {
    path.split(separator: ".").reduce(self as JSON?) { json, key in
      if case .object(let members)? = json { members[String(key)] } else { nil }
    }
  }
}
