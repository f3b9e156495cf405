import Admission
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerStore

extension FaultChecker {
  /// Gathers the results of a system whose workers have ended.
  ///
  /// - Parameters:
  ///   - system: the system.
  ///   - confirmed: the applications that the broker has confirmed.
  ///   - uncertain: the applications that a portal published without a confirm, so the broker may have them or not.
  /// - Throws: `StoreError` if the store does not answer.
  init(
    _ system: AdmissionSystem, confirmed: [ApplicationSubmitted], uncertain: [ApplicationSubmitted] = []
  ) async throws {
    let store = try await system.store()
    let published = confirmed.map { ($0, true) } + uncertain.map { ($0, false) }
    var applications: [Application] = []
    for (application, isConfirmed) in published {
      let record = try await store.application(application.applicationId)
      applications.append(
        Application(
          id: application.applicationId.description, answer: Answer(application), isConfirmed: isConfirmed,
          steps: try await store.entries(of: application.applicationId).map(\.step.rawValue),
          isRegistered: record != nil, arrival: record?.arrival))
    }
    let count = try await TestBroker.admin(system.amqpURL).counts(of: QueueName.schools)?.messages ?? 0
    let requests = try await system.take(count, from: QueueName.schools, within: 60).map { message in
      let request = try WireCodec.decode(SchoolAdmissionRequested.self, from: message.body)
      return Request(
        messageId: message.id ?? "", application: request.applicationId.description, arrival: request.arrival,
        body: message.body)
    }
    self.init(applications: applications, requests: requests, leftOver: try await system.leftOver())
  }
}

extension FaultChecker.Answer {
  /// The answer that an application of ``Families/mixed(_:)`` has to get.
  init(_ application: ApplicationSubmitted) {
    let form = application.form.form
    guard form.service != .transfer else {
      self = .moved
      return
    }
    self = form.documents.count < 4 ? .refused : .enrolled
  }
}

extension AdmissionSystem {
  /// Waits until each of these applications has its entries in the service history and ``leftOver()`` finds no message.
  func awaitAnswers(to applications: [ApplicationSubmitted], within seconds: Double) async throws {
    let store = try await store()
    var answered = 0
    try await eventually(within: seconds, "everything has its entries, and no queue has work\n\(logs.suffix(4000))") {
      while answered < applications.count {
        let application = applications[answered]
        let entries = try await store.entries(of: application.applicationId)
        guard entries.count >= FaultChecker.Answer(application).steps.count else { return false }
        answered += 1
      }
      return try await leftOver().values.allSatisfy { $0 == 0 }
    }
  }

  /// The number of messages that wait in each queue, except the schools'.
  func leftOver() async throws -> [String: Int] {
    let queues = Topology.version1(retryLadderSeconds: [1]).queues.map(\.name).filter { $0 != QueueName.schools }
    let counts = try await TestBroker.admin(amqpURL).counts(of: queues)
    return Dictionary(zip(queues, counts.map { $0?.messages ?? 0 })) { first, _ in first }
  }
}
