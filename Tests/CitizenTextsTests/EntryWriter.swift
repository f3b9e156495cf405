import Admission
import Foundation
import QueueContracts
import Testing

@testable import CitizenTexts

/// Writes entries of the service history about one made-up application.
struct EntryWriter {
  let texts: HistoryTexts
  let id = MessageID("5f0d6d0c-3c0e-4f35-9b0a-0d1f7b7e2a01")!
  let posted = Timestamp("2026-04-01T09:00:05+05:00")!

  static let school = School(
    name: LocalizedText(kk: "№ 1 мектеп-лицей", ru: "Школа-лицей № 1", en: "School-lyceum No. 1"),
    phone: "+7 7172 00 00 01",
    address: LocalizedText(kk: "Үлгі көшесі, 1", ru: "улица Образцовая, 1", en: "1 Sample Street"))

  init(editions: RulesEditions = .builtIn) throws { texts = try HistoryTexts(editions: editions) }

  func update(
    _ service: Service, _ status: Status, _ resolution: Resolution?, _ step: ProcessingStep,
    due: String? = nil, at time: String = "2026-04-01T09:00:00+05:00", child: String? = "Айша С.", grade: Int? = 1,
    reasons: [Reason] = []
  ) -> ProcessingUpdated {
    ProcessingUpdated(
      applicationId: ApplicationID("8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11")!,
      number: ApplicationNumber("10100000000001")!, recipientIin: "850101300004", service: service, language: .kk,
      status: status, resolution: resolution, step: step, occurredAt: Timestamp(time)!,
      dueBy: due.map { Timestamp($0)! }, school: SchoolReference(bin: "950341000052"), childName: child, grade: grade,
      reasons: reasons)
  }

  func refusal(_ reasons: [Reason], at time: String = "2026-04-01T09:00:00+05:00", grade: Int? = 1) -> ProcessingUpdated
  { update(.enrolment, .completed, .negative, .intake, at: time, grade: grade, reasons: reasons) }

  func schoolsRefusal(_ reasons: [SchoolReason], at time: String = "2026-04-01T09:00:00+05:00") -> ProcessingUpdated {
    update(.enrolment, .completed, .negative, .school, at: time, reasons: reasons.map { Reason($0) })
  }

  func entry(_ update: ProcessingUpdated, _ context: LetterContext = LetterContext()) -> HistoryEntry {
    texts.entry(update, id: id, postedAt: posted, context: context)
  }

  /// Expects three different texts, each in the letters of its language.
  ///
  /// No text is empty, or has an unfilled placeholder or a double full stop.
  func expectSound(_ text: LocalizedText?, sourceLocation: SourceLocation = #_sourceLocation) {
    guard let text else {
      Issue.record("no text", sourceLocation: sourceLocation)
      return
    }
    let all = text.all.map { $0.replacing("\n  ", with: "\n") }
    #expect(Set(all).count == 3, sourceLocation: sourceLocation)
    #expect(all.allSatisfy { !$0.isEmpty }, sourceLocation: sourceLocation)
    #expect(
      all.allSatisfy { text in !["{", "}", "..", "  ", " ,", " .", "()"].contains(where: text.contains) },
      "\(all)", sourceLocation: sourceLocation)
    #expect(LanguageCheck.isWritten(text.kk, in: .kk), sourceLocation: sourceLocation)
    #expect(LanguageCheck.isWritten(text.ru, in: .ru), sourceLocation: sourceLocation)
  }

  func expectSound(_ text: ReasonText, sourceLocation: SourceLocation = #_sourceLocation) {
    expectSound(text.en.map { LocalizedText(kk: text.kk, ru: text.ru, en: $0) }, sourceLocation: sourceLocation)
  }
}

extension LocalizedText {
  var all: [String] { Language.allCases.map { self[$0] } }
}

extension NewApplication {
  /// Says whether and when the family may apply again after an update.
  ///
  /// - Parameters:
  ///   - update: the update that ended the application.
  ///   - edition: the edition of the rules that was in force when the update was made.
  init(after update: ProcessingUpdated, by edition: RulesEdition) {
    self.init(
      after: update, update.reasons.map(StatedReason.init), window: edition.firstGradeWindow(of: update.school.bin))
  }
}
