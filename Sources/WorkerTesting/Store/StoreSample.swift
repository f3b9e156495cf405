public import Admission
import Foundation
public import QueueContracts
public import WorkerRuntime

/// Sample rows by number: the same number always gives the same row.
public enum StoreSample {
  /// A school.
  public static let school = BIN("950341000052")!
  /// A deregistration slip.
  public static let slip = SlipKey(fromSchoolBin: "010340000120", number: "12")

  /// Odd texts: scripts, quotes, wildcards, JSON and SQL, control characters, astral scalars, combining marks.
  static let oddTexts = [
    "Әлия Ә.", "Ұлболсын Қ.", "Ёлка-Ъ", "O'Brien \"Q\" \\", "%_*?", "'; DROP TABLE inbox; --", "[\"a\",1]", "{}",
    "\u{1}\t\r\n\u{7F}", "👩‍👩‍👧‍👦🇰🇿", "e\u{301}", "\u{2028}\u{FEFF}", "", " ", "null", "0012",
    String(repeating: "қ", count: 5000),
  ]

  /// The id of an application.
  public static func id(_ number: Int) -> ApplicationID { ApplicationID(uuid: uuid("application", number)) }
  /// The id of a message.
  public static func message(_ number: Int) -> MessageID { MessageID(uuid: uuid("message", number)) }
  /// A time, in seconds after a fixed moment.
  public static func time(_ second: Int) -> Timestamp {
    Timestamp(milliseconds: 1_775_016_000_123 + Int64(second) * 1000)
  }

  private static func uuid(_ kind: String, _ number: Int) -> UUID {
    UUID(version5: "\(kind)#\(number)", namespace: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
  }

  /// An application in processing.
  public static func application(
    _ number: Int, child: Int? = nil, childName: String? = "Әлия Ә.", childIin: String? = nil, dueBy: Int? = nil,
    state: ApplicationRecord.State = .inProcessing
  ) -> ApplicationRecord {
    ApplicationRecord(
      id: id(number), number: ApplicationNumber("A\(number)")!, service: .enrolment, language: .kk,
      applicantIin: "850101300004", childIin: childIin ?? "child \(child ?? number)", childName: childName,
      grade: 1, school: SchoolReference(bin: school.digits), submittedAt: time(number),
      dueBy: time(dueBy ?? number + 86_400), state: state)
  }

  /// An inbox record with one output of about a kilobyte.
  public static func entry(_ number: Int) -> Inbox.Entry {
    let update = application(number, childName: String(repeating: "Ә", count: 344))
      .update(.inProcessing, step: .intake, at: time(number))
    return Inbox.Entry(outputs: [Output(update)], recordedAt: time(number))
  }

  /// An entry of the service history.
  public static func historyEntry(
    _ number: Int, text: String = "850101300004", step: ProcessingStep = .intake, second: Int = 0
  ) -> HistoryEntry {
    let words = LocalizedText(kk: "Өтініш \(text)", ru: "Заявление \(text)", en: "Application \(text)")
    let reasons = [HistoryReason(Reason(.documentMissing, .photo), text: ReasonText(words))]
    var entry = HistoryEntry(
      entryId: message(number), update: application(number).update(.inProcessing, step: step, at: time(second)),
      postedAt: time(second + 1), title: words, text: words, reasons: reasons)
    entry.recipientIin = text
    return entry
  }

  /// The keys of a ledger with these rows.
  public static func keys(applications: [Int] = [], slips: Set<SlipKey> = [], schoolYears: [Int] = []) -> Ledger.Keys {
    var keys = Ledger.Keys()
    keys.applications = Set(applications.map(id))
    keys.slips = slips
    keys.schoolYears = Set(schoolYears.map { application($0).schoolYear })
    return keys
  }
}
