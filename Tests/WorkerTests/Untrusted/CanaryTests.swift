import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime

@Suite("Personal data stays where it belongs", .serialized, .timeLimit(.minutes(5)))
struct CanaryTests {
  /// One worker, and its health server.
  private struct Watched {
    let worker: WorkerHandle
    let health: Readiness
  }

  @Test(
    "No log, metric, health report, parked header or operator's answer names a person, whatever the outcome")
  func nowhere() async throws {
    let system = try await AdmissionSystem([
      "LOG_LEVEL": "trace", "LOG_FORMAT": "json", "RETRY_TOTAL_SECONDS": "1", "CRASH_LIMIT": "1",
    ])
    try #"{"civil-registration": {}, "social-assistance": {}, "guardianship": {}, "unavailable": ["unemployment"]}"#
      .write(to: system.folder.appending(path: "registers.json"), atomically: true, encoding: .utf8)
    let retried = try await system.tap(QueueName.retry(of: QueueName.intake, seconds: 1), of: ExchangeName.aside)
    let canaries = Canaries()
    var places = try await handle(canaries, system)
    try await crash(canaries, system)

    let parked = try await parkedMessages(system)
    let reasons = Set(parked.compactMap(\.parkedReason))
    let expected: [ParkingCode] = [
      .messageNotJSON, .messageUndecodable, .messageUnknownType, .schoolUnknown, .applicationUnknown,
      .withdrawalNotApplicant, .attemptsSpent, .deliveryPoison,
    ]
    #expect(reasons == Set(expected.map(\.rawValue)))
    let waited = try await system.take(2, from: retried)
    #expect(waited.allSatisfy { $0.headers[HeaderName.attempt] == .integer(1) })
    places += (parked + waited).map { ("headers", headers(of: $0)) }
    places += try await operatorsAnswers(canaries, system)
    places.append(("log", system.logs))

    for (place, text) in places {
      for mark in canaries.marks where text.contains(mark) {
        Issue.record("\(mark) is in the \(place): \(text.split(separator: "\n").filter { $0.contains(mark) })")
      }
    }
  }

  /// Lets the workers handle every message, and returns the pages of their health servers.
  private func handle(_ canaries: Canaries, _ system: AdmissionSystem) async throws -> [(String, String)] {
    var watched: [Watched] = []
    defer { for one in watched { one.worker.kill() } }
    for name in WorkerName.programs {
      let health = try Readiness()
      watched.append(Watched(worker: try system.launch(name, ["HEALTH_PORT": "\(health.port)"]), health: health))
    }
    try await system.publish(canaries.submissions, routingKey: RoutingKey.applicationSubmitted)
    _ = try await system.take(2, from: QueueName.schools, within: 60)
    try await system.publish(canaries.withdrawals, routingKey: RoutingKey.applicationWithdrawn)
    try await system.publish([canaries.broken(TransferRequested.type)], routingKey: RoutingKey.transferRequested)
    try await system.publish([canaries.broken(ProcessingUpdated.type)], routingKey: RoutingKey.processingUpdated)
    for (queue, count) in [(QueueName.intake, 7), (QueueName.transfer, 1), (QueueName.notify, 1)] {
      try await awaitParked(count, from: queue, system)
    }

    var pages: [(String, String)] = []
    for one in watched {
      for name in ["live", "ready", "metrics"] {
        let page = await one.health.page(name)
        try #require(!page.isEmpty)
        pages.append(("page \(name)", page))
      }
      #expect(pages.last?.1.contains(#"outcome="parked",reason="message.undecodable"} 1.0"#) == true)
    }
    // The `AbortingWorker` that `crash` starts must be the only consumer of the notify queue.
    for one in watched { one.worker.kill() }
    try await eventually("they have ended") { !watched.contains { $0.worker.isRunning } }
    return pages
  }

  /// Sends a message that kills its worker, and starts the worker again until the message is parked.
  private func crash(_ canaries: Canaries, _ system: AdmissionSystem) async throws {
    try await system.publish([canaries.poison], routingKey: RoutingKey.processingUpdated)
    var worker = try system.launch("AbortingWorker")
    defer { worker.kill() }
    try await awaitParked(2, from: QueueName.notify, system) {
      if !worker.isRunning { worker = try system.launch("AbortingWorker") }
    }
  }

  private func awaitParked(
    _ count: Int, from queue: String, _ system: AdmissionSystem, meanwhile: () throws -> Void = {}
  ) async throws {
    let admin = try TestBroker.admin(system.amqpURL)
    try await eventually(within: 60, "\(count) are parked from \(queue)\n\(system.logs.suffix(4000))") {
      try meanwhile()
      return try await admin.counts(of: QueueName.parked(of: queue))?.messages == count
    }
  }

  private func parkedMessages(_ system: AdmissionSystem) async throws -> [BrokerMessage] {
    let admin = try TestBroker.admin(system.amqpURL)
    var found: [BrokerMessage] = []
    for queue in QueueName.workers {
      found += try await admin.browse(QueueName.parked(of: queue), limit: 100).map(\.message)
    }
    return found
  }

  /// The message's headers, without the headers that its sender wrote.
  private func headers(of message: BrokerMessage) -> String {
    message.headers.filter { !Canaries.headers.keys.contains($0.key) }.map { "\($0.key): \($0.value)" }
      .joined(separator: "\n")
  }

  /// The answers of `admissionctl` about the canaries, before and after messages are replayed or discarded.
  private func operatorsAnswers(_ canaries: Canaries, _ system: AdmissionSystem) async throws -> [(String, String)] {
    var answers: [(String, String)] = []
    func ask(_ words: [String], expecting signs: String...) throws {
      let answer = try AdmissionCtlProcess(settings: system.environment).run(words)
      #expect(answer.status == 0 && signs.allSatisfy(answer.output.contains), "\(words): \(answer)")
      answers.append((words.joined(separator: " "), answer.output + answer.complaint))
    }
    for format in [[], ["--json"]] {
      for command in ["list", "show"] { try ask(["parked", command] + format, expecting: "delivery.poison") }
    }
    for (action, past, application, reason) in [
      ("replay", "replayed", canaries.unknownSchool, ParkingCode.schoolUnknown),
      ("discard", "discarded", canaries.waiting, .attemptsSpent),
    ] {
      let (id, code) = (application.applicationId.description, reason.rawValue)
      try ask(["parked", action, "--reason", code, "--because", "a test", "--yes"], expecting: id, code)
      try ask(["where", id], expecting: "parked", code, past)
    }
    // The answer includes the store's notes of how each message was handled.
    for id in canaries.ids { try ask(["where", id, "--json"], expecting: id) }
    return answers
  }
}

extension BrokerMessage {
  fileprivate var parkedReason: String? {
    guard case .text(let reason) = headers[HeaderName.parkedReason] else { return nil }
    return reason
  }
}

/// Messages that are full of personal data, one for every outcome that a message can have.
private struct Canaries {
  private static let phone = "+77010000777"
  private static let name = "Канарейкаева"
  /// A sender's headers, which no worker removes.
  static let headers: [String: HeaderValue] = ["x-name": .text(name), phone: .integer(1)]

  private let accepted = enrolment(1)
  private let refused = enrolment(2) {
    $0.documents = []
    $0.consentToDataAccess = false
  }
  private let duplicate = enrolment(1)
  private let moving = Families.transfer(3, mark)
  let unknownSchool = enrolment(4) { $0.school.bin = "070941024691" }
  /// An application that needs a register that does not answer.
  let waiting = enrolment(5) { $0.statusCategories = [.unemployedParents] }
  /// A withdrawal of an unknown application.
  private let stranger: ApplicationWithdrawn
  /// A withdrawal by an applicant who did not send the application.
  private let imposter: ApplicationWithdrawn

  init() {
    stranger = ApplicationWithdrawn(
      applicationId: ApplicationID(uuid: UUID()), applicantIin: accepted.form.form.applicant.iin,
      withdrawnAt: accepted.submittedAt)
    imposter = ApplicationWithdrawn(
      applicationId: accepted.applicationId, applicantIin: moving.form.form.applicant.iin,
      withdrawnAt: accepted.submittedAt)
  }

  private var applications: [ApplicationSubmitted] { [accepted, refused, duplicate, moving, unknownSchool, waiting] }

  /// The ids of all applications.
  var ids: [String] { (applications.map(\.applicationId) + [stranger.applicationId]).map(\.description) }

  /// The texts that must be found nowhere: names, phone and document number of every family, and their IINs.
  var marks: [String] {
    let people = applications.flatMap { [$0.form.form.applicant.iin, $0.form.form.child.iin] }
    return people + [Self.phone, Self.name, "Жасырын", "012345678"]
  }

  /// Two of the messages go to a school, and five are parked.
  var submissions: [BrokerMessage] {
    var strange = moving.message(id: Self.name, headers: Self.headers)
    strange.type = Self.name
    var truncated = refused.message()
    truncated.body.removeLast(3)
    return applications.map { $0.message() } + [broken(ApplicationSubmitted.type), strange, truncated]
  }

  /// Two withdrawals that are parked, one at once and the other after its retries.
  var withdrawals: [BrokerMessage] { [stranger.message(), imposter.message()] }

  /// A message in which a person's name stands in place of a JSON key.
  func broken(_ type: String) -> BrokerMessage {
    var message = accepted.message()
    message.type = type
    message.body.replace(Data(#""submittedAt""#.utf8), with: Data(#""\#(Self.name)""#.utf8))
    return message
  }

  var poison: BrokerMessage {
    var message = accepted.message()
    message.type = ProcessingUpdated.type
    message.body += Data(" poison".utf8)
    return message
  }

  private static func enrolment(
    _ number: Int, _ change: (inout ApplicationForm) -> Void = { _ in }
  ) -> ApplicationSubmitted {
    Families.enrolment(number) {
      mark(&$0)
      change(&$0)
    }
  }

  private static func mark(_ form: inout ApplicationForm) {
    form.applicant.familyName = name
    form.applicant.phone = phone
    form.child.familyName = name
    form.child.givenName = "Жасырын"
  }
}
