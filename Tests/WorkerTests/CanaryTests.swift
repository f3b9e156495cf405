import Foundation
import QueueContracts
import RabbitBroker
import Testing
import WorkerRuntime

@Suite("Personal data stays where it belongs", .serialized, .timeLimit(.minutes(3)))
struct CanaryTests {
  private static let phone = "+77010000777"
  private static let name = "Канарейкаева"

  /// What must be found nowhere: names, phone and document number of every family, and their IINs.
  private func marks(of applications: [ApplicationSubmitted]) -> [String] {
    let people = applications.flatMap { [$0.form.form.applicant.iin, $0.form.form.child.iin] }
    return people + [Self.phone, Self.name, "Жасырын", "012345678"]
  }

  private func mark(_ form: inout ApplicationForm) {
    form.applicant.familyName = Self.name
    form.applicant.phone = Self.phone
    form.child.familyName = Self.name
    form.child.givenName = "Жасырын"
  }

  @Test(
    "No log line, metric, health report or parked header holds a name, number or phone, whatever becomes of a message")
  func nowhere() async throws {
    let readiness = try Readiness()
    let system = try await AdmissionSystem([
      "LOG_LEVEL": "trace", "LOG_FORMAT": "json", "RETRY_TOTAL_SECONDS": "1", "CRASH_LIMIT": "1",
    ])
    let accepted = Families.enrolment(1) { mark(&$0) }
    let refused = Families.enrolment(2) {
      mark(&$0)
      $0.documents = []
      $0.consentToDataAccess = false
    }
    let duplicate = Families.enrolment(1) { mark(&$0) }
    let moving = Families.transfer(3) { mark(&$0) }
    let unknownSchool = Families.enrolment(4) {
      mark(&$0)
      $0.school.bin = "070941024691"
    }
    let applications = [accepted, refused, duplicate, moving, unknownSchool]
    var messages = applications.map { $0.message() }
    // The same with a hole in it, under another type, with names for headers and ids.
    var broken = accepted.message()
    broken.body.replace(Data(#""submittedAt""#.utf8), with: Data(#""\(Self.name)""#.utf8))
    var strange = moving.message(id: Self.name, headers: ["x-name": .text(Self.name), Self.phone: .integer(1)])
    strange.type = Self.name
    var truncated = refused.message()
    truncated.body.removeLast(3)
    messages += [broken, strange, truncated]
    // Of an application that nobody knows, from somebody else.
    let stranger = ApplicationWithdrawn(
      applicationId: ApplicationID(uuid: UUID()), applicantIin: accepted.form.form.applicant.iin,
      withdrawnAt: accepted.submittedAt)
    let imposter = ApplicationWithdrawn(
      applicationId: accepted.applicationId, applicantIin: moving.form.form.applicant.iin,
      withdrawnAt: accepted.submittedAt)

    let workers = try ["TransferWorker", "NotifyWorker"].map { try system.launch($0) }
    let intake = try system.launch("IntakeWorker", ["HEALTH_PORT": "\(readiness.port)"])
    defer { for worker in workers + [intake] { worker.kill() } }
    try await system.publish(messages, routingKey: RoutingKey.applicationSubmitted)
    _ = try await system.take(2, from: QueueName.schools)
    try await system.publish(
      [stranger.message(), imposter.message()], routingKey: RoutingKey.applicationWithdrawn)
    // The unknown school, three that cannot be read, and both withdrawals: one at once, one after its retries.
    let parked = try await system.take(6, from: QueueName.parked(of: QueueName.intake), within: 30)
    // The queue is the dying worker's alone.
    for worker in workers { worker.kill() }
    try await eventually("they have ended") { !workers.contains(where: \.isRunning) }
    try await crash(system, [accepted.message()])

    let pages = await [readiness.page("ready"), readiness.page("metrics")]
    #expect(pages.last?.contains(#"qabyldau_deliveries_total{outcome="parked",reason="school.unknown"} 1.0"#) == true)
    let own = ["x-parked-reason", "x-parked-detail", "x-parked-at", "x-parked-by", "x-attempt"]
    let headers = parked.flatMap { $0.headers.filter { own.contains($0.key) }.map { "\($0.key): \($0.value)" } }
    #expect(headers.count >= 6 * 4)
    for (place, text) in [
      ("log", system.logs), ("pages", pages.joined()), ("headers", headers.joined(separator: "\n")),
    ] {
      for mark in marks(of: applications) where text.contains(mark) {
        Issue.record("\(mark) is in the \(place): \(text.split(separator: "\n").filter { $0.contains(mark) })")
      }
    }
  }

  /// A message that kills its worker.
  private func crash(_ system: AdmissionSystem, _ messages: [BrokerMessage]) async throws {
    let poison = messages.map { message in
      var message = message
      message.body += Data(" poison".utf8)
      return message
    }
    try await system.publish(poison, routingKey: RoutingKey.processingUpdated)
    for _ in 0..<2 {
      let worker = try system.launch("AbortingWorker")
      try await eventually("it dies of the message") { !worker.isRunning }
    }
  }
}
