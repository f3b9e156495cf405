import Admission
import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerStore

@Suite("A day of 5,000 applications", .serialized, .timeLimit(.minutes(5)))
struct OpeningDayTests {
  private static let count = 5000

  /// One message of the portal, with the outcome that the test expects.
  private enum Case {
    case accepted(ApplicationSubmitted)
    case refused(ApplicationSubmitted)
    case moving(ApplicationSubmitted)
    /// A bad message, with the reason for which it is parked.
    case bad(BrokerMessage, ParkingCode)

    init(_ number: Int) {
      switch number % 50 {
      case 7: self = .bad(number)
      case let rest where rest % 10 == 0:
        self = .refused(Families.enrolment(number) { $0.documents = TestFiles.attached([.photo, .healthForm063]) })
      case let rest where rest % 10 == 1: self = .moving(Families.transfer(number))
      case let rest where rest % 10 == 2:
        self = .accepted(
          Families.enrolment(number) {
            $0.service = .homeSchooling
            $0.documents = TestFiles.attached([.photo, .healthForm063, .healthForm026, .medicalCommissionConclusion])
          })
      default:
        // These forms have no birth certificate attached, so they wait while the civil register is down.
        self = .accepted(
          Families.enrolment(number) {
            $0.documents = TestFiles.attached([.photo, .healthForm063, .healthForm026])
            $0.school.bin = number.isMultiple(of: 2) ? Families.school : Families.otherSchool
          })
      }
    }

    private static func bad(_ number: Int) -> Case {
      let application = Families.enrolment(number)
      var message = application.message()
      switch number / 50 % 5 {
      case 0: message.body = Data(message.body.dropLast())
      case 1: message.type = "application.submitted.v9"
      case 2:
        message.body = Data(String(decoding: message.body, as: UTF8.self).replacing("submittedAt", with: "at").utf8)
      case 3: message.body += Data(repeating: UInt8(ascii: " "), count: WireCodec.maximumBodyBytes)
      default: return .bad(Families.enrolment(number) { $0.school.bin = "070941024691" }.message(), .schoolUnknown)
      }
      let codes: [ParkingCode] = [.messageNotJSON, .messageUnknownType, .messageUndecodable, .messageTooLarge]
      return .bad(message, codes[number / 50 % 5])
    }

    var application: ApplicationSubmitted? {
      switch self {
      case .accepted(let application), .refused(let application), .moving(let application): application
      case .bad: nil
      }
    }

    var message: BrokerMessage {
      if case .bad(let message, _) = self { message } else { application!.message() }
    }

    /// The expected steps of the service history.
    var steps: [String] {
      switch self {
      case .accepted: ["10 inProcessing"]
      case .refused: ["10 completed"]
      case .moving: ["10 inProcessing", "20 inProcessing"]
      case .bad: []
      }
    }
  }

  /// Writes the file of state registers, with the civil register up or down.
  private func writeRegisters(_ cases: [Case], down: Bool, in system: AdmissionSystem) throws {
    let children = cases.compactMap(\.application).map { application in
      let form = application.form.form
      return #""\#(form.child.iin)": {"parents": ["\#(form.applicant.iin)"], "birthDate": "2019-01-01"}"#
    }
    let unavailable = down ? #"["civil-registration"]"# : "[]"
    let text = #"{"civil-registration": {\#(children.joined(separator: ","))}, "unavailable": \#(unavailable)}"#
    try text.write(to: system.folder.appending(path: "registers.json"), atomically: true, encoding: .utf8)
  }

  /// Holds the store's lock almost without a pause for some seconds, as a slow disk would.
  private func slowDown(_ store: any AdmissionStore) async throws {
    for _ in 0..<8 {
      try await store.transaction(inbox: [], ledger: Ledger.Keys()) { _, _ in
        Thread.sleep(forTimeInterval: 0.4)
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  @Test("With 2 % bad input, a register that is down and a store that is slow, every application is accounted for")
  func day() async throws {
    let system = try await AdmissionSystem(["RETRY_TOTAL_SECONDS": "300", "LANES": "2", "PREFETCH": "100"])
    let cases = (0..<Self.count).map(Case.init)
    let children = cases.compactMap { $0.application?.form.form.child.iin }
    try #require(Set(children).count == children.count)
    try writeRegisters(cases, down: false, in: system)
    let store = try await system.store()
    let admin = try TestBroker.admin(system.amqpURL)

    // Two processes of IntakeWorker run, so that arrival numbers are assigned by more than one process.
    try await system.withWorkers(["IntakeWorker", "IntakeWorker", "TransferWorker", "NotifyWorker"]) {
      for start in stride(from: 0, to: cases.count, by: 500) {
        try await system.publish(cases[start..<start + 500].map(\.message), routingKey: RoutingKey.applicationSubmitted)
        if start == 1000 { try writeRegisters(cases, down: true, in: system) }
        if start == 2500 { try await slowDown(store) }
        if start == 3500 {
          try await eventually("applications wait for the register") {
            try await admin.counts(of: QueueName.retry(of: QueueName.intake, seconds: 1))?.messages ?? 0 > 0
          }
          try writeRegisters(cases, down: false, in: system)
        }
      }

      var answered = 0
      try await eventually(within: 180, "every application has its answers") {
        while answered < cases.count {
          if let application = cases[answered].application,
            try await answers(to: application, in: store).count < cases[answered].steps.count
          {
            return false
          }
          answered += 1
        }
        return true
      }
      try await expectAnswers(to: cases, in: store)
      try await expectArrivals(of: cases, in: store)
      try await expectNothingLeft(cases, in: system)
    }
  }

  /// The entries of the application's history, without the entry of step 5 (received).
  private func answers(
    to application: ApplicationSubmitted, in store: any AdmissionStore
  ) async throws -> [HistoryEntry] {
    try await store.entries(of: application.applicationId).filter { $0.step != .received }
  }

  private func expectAnswers(to cases: [Case], in store: any AdmissionStore) async throws {
    for item in cases {
      guard let application = item.application else { continue }
      let entries = try await answers(to: application, in: store)
      #expect(entries.map { "\($0.step.rawValue) \($0.status)" }.sorted() == item.steps, "\(application.number)")
    }
  }

  private func expectArrivals(of cases: [Case], in store: any AdmissionStore) async throws {
    var arrivals: [SchoolReference: [Int]] = [:]
    var accepted = 0
    for application in cases.compactMap(\.application) {
      guard let record = try await store.application(application.applicationId) else { continue }
      if record.state == .inProcessing { accepted += 1 }
      if let arrival = record.arrival { arrivals[record.school, default: []].append(arrival) }
    }
    #expect(arrivals.count == 2 && arrivals.values.map(\.count).reduce(0, +) == accepted)
    for (school, numbers) in arrivals { #expect(numbers.sorted() == Array(1...numbers.count), "\(school)") }
  }

  /// Expects that each bad message is parked with its reason, and that no queue holds any other message.
  private func expectNothingLeft(_ cases: [Case], in system: AdmissionSystem) async throws {
    let bad = cases.compactMap { if case .bad(let message, let code) = $0 { (message, code) } else { nil } }
    let expected = Dictionary(uniqueKeysWithValues: bad.map { ($0.0.id ?? "", HeaderValue.text($0.1.rawValue)) })
    let parked = try await system.take(bad.count, from: QueueName.parked(of: QueueName.intake))
    let found = parked.map { ($0.id ?? "", $0.headers[HeaderName.parkedReason]) }
    #expect(found.count == 100 && Dictionary(found) { first, _ in first } == expected)

    let admin = try TestBroker.admin(system.amqpURL)
    for worker in [QueueName.intake, QueueName.transfer, QueueName.notify] {
      for queue in [worker, QueueName.parked(of: worker), QueueName.retry(of: worker, seconds: 1)] {
        try await eventually("\(queue) is empty") { try await admin.counts(of: queue)?.messages == 0 }
      }
    }
  }
}
