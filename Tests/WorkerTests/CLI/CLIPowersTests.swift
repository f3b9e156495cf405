import Admission
import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerStore

extension CLIUsersTests {
  @Test("With any routing key and header, a broker user's message changes only what this user may change")
  func powers() async throws {
    let users = try await BrokerUsers()
    try await users.setPasswords()
    let system = try await AdmissionSystem(amqpURL: users.url("operator"))
    try await TestBroker.admin(system.amqpURL).apply(BrokerUsers.topology)
    let store = try await system.store()
    let attempts = Attempt.all
    try await system.withWorkers {
      let victims = attempts.filter(\.isRegistered)
      try await system.publish(victims.map { $0.victim.message() }, routingKey: RoutingKey.applicationSubmitted)
      for one in victims {
        try await eventually(within: 120, "the family of \(one) is answered\n\(system.logs)") {
          try await StoredState(of: one.victim, store).steps == [10]
        }
      }
    }
    var before: [StoredState] = []
    for one in attempts { before.append(try await StoredState(of: one.victim, store)) }
    for part in BrokerPart.all {
      try await send(attempts.filter { $0.part.user == part.user }, by: try users.broker(part.user))
    }
    try await settle(system)
    for (one, earlier) in zip(attempts, before) {
      let now = try await StoredState(of: one.victim, store)
      #expect((now != earlier) == one.isRightful, "\(one): from \(earlier) to \(now)")
    }
    try await expectSchoolsCanTell(system)
  }

  /// Sends each attempt by every routing key of its user.
  ///
  /// Each key is used three times: alone, with all other keys in the header `CC`, and with all other keys in `BCC`.
  private func send(_ attempts: [Attempt], by broker: RabbitBroker) async throws {
    let publisher = try await broker.publisher()
    for one in attempts {
      for (exchange, key) in one.part.targets {
        for header in [nil, "CC", "BCC"] {
          let others = Attempt.keys(of: exchange).filter { $0 != key }
          let message = one.message(headers: header.map { [$0: Self.list(others, in: $0)] } ?? [:])
          let results = await publisher.publishEach([
            Publication(exchange: exchange, routingKey: key, message: message)
          ])
          // From 4.0.3 on, RabbitMQ checks the user's rights to the keys in `CC` and `BCC`.
          if let error = results.first ?? nil {
            #expect(header != nil && error.status == 403, "\(one), \(key): \(error)")
          }
        }
      }
    }
    await publisher.close()
  }

  /// The value of a header that is a list of texts.
  private static func list(_ texts: [String], in name: String) -> HeaderValue {
    let values = texts.flatMap { [UInt8(ascii: "S")] + Array($0.utf8).long }
    return .opaque(Data((Array(name.utf8).short + [UInt8(ascii: "A")] + values.long).long))
  }

  /// Runs the workers until they have no message in their queues, in hand or in a retry queue.
  private func settle(_ system: AdmissionSystem) async throws {
    let admin = try TestBroker.admin(system.amqpURL)
    let queues = QueueName.workers + QueueName.workers.map { QueueName.retry(of: $0, seconds: 1) }
    func waiting() async throws -> Int {
      try await admin.counts(of: queues).reduce(0) { $0 + ($1?.messages ?? 0) }
    }
    repeat {
      let workers = try WorkerName.programs.map { try system.launch($0) }
      defer { for worker in workers { worker.kill() } }
      try await eventually(within: 120, "nothing waits\n\(system.logs)") { try await waiting() == 0 }
      // The workers finish what they have in hand, or give it back.
      for worker in workers { worker.terminate() }
      try await eventually(within: 60, "the workers end\n\(system.logs)") { workers.allSatisfy { !$0.isRunning } }
    } while try await waiting() > 0
  }

  /// Checks that a school can recognise genuine requests by their routing keys.
  ///
  /// Before RabbitMQ 4.0.3, any sender can get a copy into a school's queue by the header `CC`, but not with the
  /// routing key of a request.
  private func expectSchoolsCanTell(_ system: AdmissionSystem) async throws {
    let admin = try TestBroker.admin(system.amqpURL)
    for queue in [QueueName.schools] + BrokerUsers.schools.compactMap({ BIN($0) }).map(QueueName.school) {
      let deliveries = try await admin.browse(queue, limit: 10_000)
      for one in deliveries where one.exchange == ExchangeName.admission {
        let type = one.message.type ?? ""
        let agrees = MessageRoute.agrees(type: type, exchange: one.exchange, routingKey: one.routingKey)
        let isRequest = type.hasPrefix("school.admission") && agrees
        #expect(
          !isRequest || ["intake", "transfer"].contains(one.message.appId),
          "\(one.routingKey) by \(one.message.appId ?? "")")
      }
    }
  }
}

/// A message type, the user who sends it, and the application that the message would affect.
private struct Attempt: CustomStringConvertible {
  let part: BrokerPart
  let type: String
  let victim: ApplicationSubmitted

  var description: String { "\(type) by \(part.user)" }

  static let types = MessageRoute.version1.map(\.type) + [MessageRoute.applicationOverdue.type]

  /// One attempt for each user and message type, each about a different family.
  static let all = BrokerPart.all.enumerated().flatMap { index, part in
    types.enumerated().map { place, type in
      let number = 500 + index * types.count + place
      return Attempt(
        part: part, type: type,
        victim: type == TransferRequested.type ? Families.transfer(number) : Families.enrolment(number))
    }
  }

  /// The routing keys by which at least one user may send to an exchange.
  ///
  /// For `admission.aside` and every `admission.aside.<name>`, these are the names of the work queues and retry queues.
  static func keys(of exchange: String) -> [String] {
    exchange == ExchangeName.admission
      ? Array(Set(BrokerPart.all.flatMap(\.sends))).sorted()
      : QueueName.workers + QueueName.workers.map { QueueName.retry(of: $0, seconds: 1) }
  }

  /// The message types by which each user may change the state of an application.
  ///
  /// All attempts are about applications to the school `Families.school`, so this school's user may decide them.
  private static let rights: [String: Set<String>] = [
    "portal": [ApplicationSubmitted.type, ApplicationWithdrawn.type],
    "school": [SchoolDecided.type],
    "school.\(Families.school)": [SchoolDecided.type],
    "intake": [ProcessingUpdated.type],
    "transfer": [ProcessingUpdated.type],
    // NotifyWorker's user may write to NotifyWorker's queue, so this user can put an update there.
    "notify": [ProcessingUpdated.type],
  ]

  var isRightful: Bool { Self.rights[part.user]?.contains(type) == true }

  /// False if the attempt itself would enter the application in the register.
  var isRegistered: Bool { ![ApplicationSubmitted.type, TransferRequested.type].contains(type) }

  func message(headers: [String: HeaderValue]) -> BrokerMessage {
    BrokerMessage(
      id: UUID().uuidString.lowercased(), type: type, contentType: "application/json",
      correlationId: victim.applicationId.description, appId: part.user, headers: headers, body: body)
  }

  private var body: Data {
    let form = victim.form.form
    let (id, time) = (victim.applicationId.description, "2026-04-02T10:00:00+05:00")
    var fields: [String: Any] = ["applicationId": id]
    switch type {
    case ApplicationSubmitted.type: return WireCodec.encode(victim)
    case TransferRequested.type:
      return WireCodec.encode(
        TransferRequested(
          applicationId: victim.applicationId, number: victim.number, submittedAt: victim.submittedAt,
          dueBy: victim.submittedAt, language: form.language, form: form))
    case SchoolDecided.type:
      fields["school"] = ["bin": form.school.bin]
      fields["decision"] = "enrolled"
      fields["decidedAt"] = time
    case ProcessingUpdated.type:
      fields["number"] = victim.number.description
      fields["recipientIin"] = form.applicant.iin
      fields["service"] = "enrolment"
      fields["language"] = "kk"
      fields["status"] = "completed"
      fields["resolution"] = "positive"
      fields["step"] = 30
      fields["occurredAt"] = time
      fields["school"] = ["bin": form.school.bin]
      fields["childName"] = "Айша Ә."
      fields["grade"] = 1
    default:
      fields["applicantIin"] = form.applicant.iin
      fields["withdrawnAt"] = time
    }
    return (try? JSONSerialization.data(withJSONObject: fields)) ?? Data()
  }
}

extension BrokerPart {
  /// The exchanges and routing keys by which the user may send.
  ///
  /// `admission.aside` is left out: over it IntakeWorker sends messages to itself, and IntakeWorker may change every
  /// application anyway.
  fileprivate var targets: [(exchange: String, key: String)] {
    sends.map { (ExchangeName.admission, $0) }
      + (aside == ExchangeName.aside ? [] : asideQueues.map { (aside, $0) })
  }
}

/// The application's state in the register, and its steps in the service history.
private struct StoredState: Equatable {
  let state: String?
  let steps: [Int]

  init(of application: ApplicationSubmitted, _ store: any AdmissionStore) async throws {
    state = try await store.application(application.applicationId)?.state.rawValue
    steps = try await store.history(recipientIin: application.form.form.applicant.iin).map(\.step.rawValue)
  }
}
