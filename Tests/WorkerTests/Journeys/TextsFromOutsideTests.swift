import Admission
import Foundation
import QueueContracts
import TestSupport
import Testing
import WorkerRuntime
import WorkerStore

/// Texts that a stranger can put into a message do not reach a family's service history.
@Suite("Texts from outside", .serialized, .timeLimit(.minutes(3)))
struct TextsFromOutsideTests {
  /// A demand for money in the place of a child's name.
  private static let demand = "Төлеңіз: kaspi 4400 0000 0000 0000 \u{1B}[31m !"

  private static func forged(
    _ number: Int, _ change: (inout ApplicationForm) -> Void
  ) -> ApplicationSubmitted {
    var application = Families.enrolment(number, change)
    application.signature = .eds(cms: "AAAA")
    return application
  }

  @Test("The entry about an unsigned form says that the form was refused, and repeats no text of the form")
  func forgedForm() async throws {
    let system = try await AdmissionSystem()
    let long = Self.forged(1) { $0.child.givenName = Self.demand }
    // This form keeps every bound of the contract, so only its signature is wrong.
    let short = Self.forged(2) {
      $0.child.givenName = "Төлеңіз Каспи"
      $0.child.familyName = "Шотқа"
      $0.grade = 7
    }
    let genuine = Families.enrolment(3)

    try await system.withWorkers {
      try await system.publish(
        [long, short, genuine].map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
      let parked = try await system.take(1, from: QueueName.parked(of: QueueName.intake))
      #expect(parked.first?.correlationId == long.applicationId.description)
      #expect(parked.first?.headers[HeaderName.parkedDetail] == .text("form.child.givenName"))

      let store = try await system.store()
      func history(_ application: ApplicationSubmitted) async throws -> [HistoryEntry] {
        try await store.history(recipientIin: application.form.form.applicant.iin)
      }
      try await eventually("both are told") {
        for application in [short, genuine] where try await history(application).isEmpty { return false }
        return true
      }
      let entries = try await history(short)
      #expect(entries.flatMap(\.reasons).map(\.code) == ["signature.invalid"])
      let told = String(decoding: WireCodec.encode(entries), as: UTF8.self)
      for word in ["Төлеңіз", "Каспи", "Шотқа", "Ш.", short.form.form.child.iin, "()", "\"grade\":7"] {
        #expect(!told.contains(word), "\(word)")
      }
      #expect(told.contains(short.number.text))
      #expect(try await history(long).isEmpty)
      #expect(try await history(genuine).first?.text.kk.contains(genuine.form.form.child.givenName) == true)
    }
  }

  @Test("A decision whose text has control characters or is too long is parked, and no family reads it")
  func schoolsText() async throws {
    let system = try await AdmissionSystem()
    let application = Families.enrolment(1)
    func decision(_ text: String) -> SchoolDecided {
      SchoolDecided(
        applicationId: application.applicationId, school: SchoolReference(bin: Families.school), decision: .refused,
        decidedAt: application.submittedAt.adding(seconds: 60),
        reasons: [SchoolReason(code: "school.full", text: ReasonText(kk: "Орын жоқ", ru: text))])
    }

    try await system.withWorkers {
      try await system.publish([application.message()], routingKey: RoutingKey.applicationSubmitted)
      _ = try await system.take(1, from: QueueName.schools)
      let words = ["Мест нет\u{1B}]52;c;bHM=\u{7}", "Мест нет \u{202E}", String(repeating: "Мест нет. ", count: 200)]
      try await system.publish(
        words.map { decision($0).message() }, routingKey: RoutingKey.schoolDecided(.enrolment))
      let parked = try await system.take(words.count, from: QueueName.parked(of: QueueName.intake))
      #expect(parked.allSatisfy { $0.headers[HeaderName.parkedDetail] == .text("reasons.0.text.ru") })

      try await system.publish([decision("Мест нет").message()], routingKey: RoutingKey.schoolDecided(.enrolment))
      let store = try await system.store()
      func history() async throws -> [HistoryEntry] {
        try await store.history(recipientIin: application.form.form.applicant.iin)
      }
      try await eventually("the decision is told") { try await history().count == 2 }
      let end = try #require(try await history().first { $0.step == .school })
      #expect(end.reasons.map(\.text) == [ReasonText(kk: "Орын жоқ", ru: "Мест нет")])
      #expect(end.text.en.contains("Мест нет"))
    }
  }
}
