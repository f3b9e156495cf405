import Admission
import CitizenTexts
import QueueContracts

/// People, numbers and schools of the samples; none of them exists.
enum MadeUp {
  static let child = "Айша С."
  static let school = School(
    name: LocalizedText(
      kk: "№ 1 жалпы білім беретін мектеп", ru: "Общеобразовательная школа № 1", en: "General school No. 1"),
    phone: "+7 7172 00 00 01",
    address: LocalizedText(
      kk: "Астана қаласы, Үлгі көшесі, 1", ru: "город Астана, улица Образцовая, 1", en: "1 Sample Street, Astana"))
  static let specialSchool = School(
    name: LocalizedText(kk: "№ 4 арнайы мектеп", ru: "Специальная школа № 4", en: "Special school No. 4"),
    phone: "+7 7172 00 00 04", isSpecial: true)

  /// A school whose name is as long as the official names of many schools.
  static let longNamedSchool = School(
    name: LocalizedText(
      kk: "«Арман мектеп-гимназиясы» шаруашылық жүргізу құқығындағы мемлекеттік коммуналдық кәсіпорны",
      ru: "Государственное коммунальное предприятие «Школа-гимназия Арман» акимата города Астаны",
      en: "State municipal enterprise “School-gymnasium Arman” of the akimat of the city of Astana"))

  /// A school's reason in its own words.
  static func ownWords(en: String?) -> Reason {
    Reason(
      SchoolReason(
        code: "school.repairs", text: ReasonText(kk: "Мектеп жөнделіп жатыр.", ru: "В школе идёт ремонт.", en: en)))
  }

  static let note = Reason(
    SchoolReason(
      code: "school.note",
      text: ReasonText(
        kk: "Құжаттардың түпнұсқаларын ала келіңіз.", ru: "Принесите подлинники документов.",
        en: "Bring the original documents.")))
}

extension LetterChapter {
  static func sample(
    _ name: String, _ status: Status, _ resolution: Resolution?, _ step: ProcessingStep, _ service: Service,
    _ context: LetterContext = LetterContext(school: MadeUp.school), reasons: [Reason] = [],
    at time: String = "2026-04-02T09:05:00+05:00", grade: Int? = 1, child: String? = MadeUp.child
  ) -> LetterSample {
    guard let id = ApplicationID("8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11"),
      let number = ApplicationNumber("10100000000001"),
      let occurredAt = Timestamp(time)
    else { preconditionFailure("the samples' own numbers and times are valid: \(time)") }
    return LetterSample(
      name: name,
      update: ProcessingUpdated(
        applicationId: id, number: number, recipientIin: "850101300005", service: service, language: .kk,
        status: status,
        resolution: resolution, step: step, occurredAt: occurredAt,
        dueBy: status == .inProcessing ? Timestamp(occurredAt.day, hour: 18) : nil,
        school: SchoolReference(bin: "950341000052"), childName: child, grade: grade, reasons: reasons),
      context: context)
  }
}
