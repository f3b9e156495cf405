import Foundation
import GoldenMessages
import QueueContracts
import Testing

struct PersonalDataTests {
  /// Texts that must never be printed.
  static let secrets = [
    "850101300005", "190512600003", "Үлгі", "Бала", "7010000001", "№ 17/ә", "Орын жоқ", "Ғұмарғали",
  ]

  static func everySpelling(of value: Any) -> String {
    var dumped = ""
    dump(value, to: &dumped)
    return "\(value) \(String(reflecting: value)) \(dumped)"
  }

  @Test("A value that names a person is never shown when it is printed, dumped or described")
  func silence() throws {
    func read<Body: Codable>(_ type: Body.Type, _ golden: String) throws -> Body {
      try WireCodec.decode(type, from: Data(golden.utf8))
    }
    let submitted = try ApplicationSubmittedTests.decode(ApplicationSubmittedTests.body(Data(Golden.formTypical.utf8)))
    let values: [Any] = [
      submitted, submitted.form, submitted.form.form.applicant, submitted.form.form.child,
      try read(TransferRequested.self, Golden.transferRequestedWorst),
      try read(SchoolAdmissionRequested.self, Golden.admissionRequestedWorst),
      try read(SchoolDecided.self, Golden.decidedWorst),
      try read(ApplicationWithdrawn.self, Golden.withdrawn),
      try read(ProcessingUpdated.self, Golden.updatedMinimal),
      try read(HistoryEntry.self, Golden.historyMinimal),
      try read(ApplicationForm.self, Golden.formWorst).transfer as Any,
      IIN("991231500006") as Any, PhoneNumber("+77010000001") as Any,
    ]
    for value in values {
      let spelling = Self.everySpelling(of: value)
      for secret in Self.secrets + ["991231500006"] { #expect(!spelling.contains(secret)) }
    }
  }

  @Test("An error names the field's path, and never shows a value")
  func errors() throws {
    let body = try JSON(Golden.formTypical).setting("child.birthDate", to: .string("Бала 190512600003")).data
    let error = #expect(throws: WireError.self) { try WireCodec.decode(ApplicationForm.self, from: body) }
    let spelling = Self.everySpelling(of: error as Any)
    #expect(spelling.contains("child.birthDate"))
    for secret in Self.secrets { #expect(!spelling.contains(secret)) }
  }
}
