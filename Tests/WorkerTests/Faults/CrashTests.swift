import Admission
import Foundation
import Operations
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerStore

@testable import OperatorCLI

@Suite("Workers that are killed", .serialized, .timeLimit(.minutes(5)))
struct CrashTests {
  @Test("kill -9 of each worker in the middle of 1,000 applications loses and doubles nothing")
  func killed() async throws {
    let system = try await AdmissionSystem(["PREFETCH": "50", "LANES": "2"])
    let applications = (0..<1000).map(Families.mixed)
    let names = WorkerName.programs
    var workers: [String: WorkerHandle] = [:]
    for name in names { workers[name] = try system.launch(name) }
    defer { for worker in workers.values { worker.kill() } }

    let publishing = Task {
      for start in stride(from: 0, to: applications.count, by: 100) {
        try await system.publish(
          applications[start..<start + 100].map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
      }
    }
    var random = SystemRandomNumberGenerator()
    for _ in 0..<4 {
      for name in names.shuffled(using: &random) {
        try await Task.sleep(for: .milliseconds(Int.random(in: 50...400, using: &random)))
        workers[name]?.kill()
        workers[name] = try system.launch(name)
      }
    }
    try await publishing.value

    let store = try await system.store()
    try await eventually(within: 120, "every application has all its entries") {
      var missing = 0
      for application in applications {
        let entries = try await store.entries(of: application.applicationId)
        let expected = application.form.form.service == .transfer ? 2 : 1
        if entries.count < expected { missing += 1 }
      }
      return missing == 0
    }

    // Nothing was done twice: each step has one entry, each application one arrival number, and there are no gaps.
    var arrivals: [Int] = []
    for application in applications {
      let entries = try await store.entries(of: application.applicationId)
      let steps = application.form.form.service == .transfer ? [10, 20] : [10]
      #expect(entries.map(\.step.rawValue).sorted() == steps)
      if let arrival = try await store.application(application.applicationId)?.arrival { arrivals.append(arrival) }
    }
    #expect(arrivals.sorted() == Array(1...900))

    let books = try await Bookkeeper(records: store).books(of: #require(BookPeriod.whole(2026)))
    #expect(books.balance && books.register.takenIn == 1000, "\(books.differences.prefix(5))")

    let parked = try await TestBroker.admin(system.amqpURL).counts(of: QueueName.parked(of: QueueName.intake))?.messages
    #expect(parked == 0)
    // A school may see a request again after a crash, under the same id and with the same body.
    var requests: [String: Data] = [:]
    let count = try await TestBroker.admin(system.amqpURL).counts(of: QueueName.schools)?.messages ?? 0
    for message in try await system.take(count, from: QueueName.schools) {
      let id = try #require(message.id)
      #expect(requests[id] == nil || requests[id] == message.body)
      requests[id] = message.body
    }
    #expect(requests.count == 900)
  }

  @Test("A message that kills the process is parked after a bounded number of crashes, and no other message is parked")
  func poison() async throws {
    let system = try await AdmissionSystem(["PREFETCH": "100", "CRASH_LIMIT": "2", "LANES": "2"])
    let messages = (1...100).map { number in
      BrokerMessage(
        id: UUID().uuidString, type: "any", body: Data((number == 40 ? "poison" : "message \(number)").utf8))
    }
    try await system.publish(messages, routingKey: RoutingKey.processingUpdated)

    var crashes = 0
    var worker = try system.launch("AbortingWorker")
    defer { worker.kill() }
    let admin = try TestBroker.admin(system.amqpURL)
    try await eventually(within: 60, "the culprit is parked") {
      if !worker.isRunning {
        crashes += 1
        worker = try system.launch("AbortingWorker")
      }
      return try await admin.counts(of: QueueName.parked(of: QueueName.notify))?.messages == 1
    }
    worker.terminate()
    try await eventually(within: 15, "the worker has exited") { !worker.isRunning }
    #expect(worker.exitStatus == 0)
    // The message crashes its process once in a batch without suspects, once among suspects, and twice alone.
    #expect(crashes == 4)
    #expect(try await admin.counts(of: QueueName.notify)?.messages == 0)
    let parked = try await system.take(2, from: QueueName.parked(of: QueueName.notify), within: 1, mayBeFewer: true)
    #expect(parked.map(\.body) == [Data("poison".utf8)])
    #expect(parked.first?.headers[HeaderName.parkedReason] == .text("delivery.poison"))
  }

  @Test(
    "If three of 800 messages kill their process, exactly these three are parked", arguments: [3, 10])
  func severalPoisons(crashLimit: Int) async throws {
    let system = try await AdmissionSystem([
      "PREFETCH": "200", "LANES": "4", "CRASH_LIMIT": "\(crashLimit)",
      // Printing a backtrace of each crash would take longer than the rest of the test.
      "SWIFT_BACKTRACE": "enable=no",
    ])
    let culprits: Set = [40, 41, 600]
    let messages = (1...800).map { number in
      let body = culprits.contains(number) ? "poison \(number)" : "message \(number)"
      return BrokerMessage(id: UUID().uuidString.lowercased(), type: "any", body: Data(body.utf8))
    }
    try await system.publish(messages, routingKey: RoutingKey.processingUpdated)

    var crashes = 0
    var worker = try system.launch("AbortingWorker")
    defer { worker.kill() }
    let admin = try TestBroker.admin(system.amqpURL)
    try await eventually(within: 120, "every culprit is parked\n\(system.logs.suffix(4000))") {
      if !worker.isRunning {
        crashes += 1
        worker = try system.launch("AbortingWorker")
      }
      return try await admin.counts(of: QueueName.parked(of: QueueName.notify))?.messages ?? 0 >= culprits.count
    }
    try await eventually("nobody else waits") {
      if !worker.isRunning { return true }
      return try await TestBroker.held(by: QueueName.notify, at: system.amqpURL) == 0
    }
    worker.terminate()
    try await eventually(within: 15, "the worker has exited") { !worker.isRunning }
    #expect(worker.exitStatus == 0)
    let parked = try await system.take(
      culprits.count + 1, from: QueueName.parked(of: QueueName.notify), within: 1, mayBeFewer: true)
    #expect(Set(parked.map { String(decoding: $0.body, as: UTF8.self) }) == Set(culprits.map { "poison \($0)" }))
    // A worker parked each message, and not the broker at its own delivery limit.
    #expect(parked.allSatisfy { $0.headers[HeaderName.parkedReason] == .text("delivery.poison") })
    #expect(try await TestBroker.held(by: QueueName.notify, at: system.amqpURL) == 0)
    // The messages cause up to two crashes together, and then each causes CRASH_LIMIT crashes alone. The copy that
    // replaces a message with too many returns may cause one more.
    #expect(crashes <= 2 + culprits.count * (crashLimit + 1), "\(crashes)")
  }
}
