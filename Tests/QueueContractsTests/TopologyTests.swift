import QueueContracts
import Testing

struct TopologyTests {
  let topology = Topology.version1(retryLadderSeconds: [1, 5, 30, 120, 600])

  func queue(_ name: String) -> [String: QueueDefinition.ArgumentValue]? {
    topology.queues.first { $0.name == name }?.arguments
  }

  @Test("The exchanges are the two of the contract and three internal ones")
  func exchanges() {
    #expect(
      Set(topology.exchanges) == [
        ExchangeDefinition(name: "admission", kind: .topic, alternateExchange: "admission.unrouted"),
        ExchangeDefinition(name: "admission.unrouted", kind: .fanout),
        ExchangeDefinition(name: "admission.aside", kind: .topic),
        ExchangeDefinition(name: "admission.aside.transfer", kind: .topic),
        ExchangeDefinition(name: "admission.aside.notify", kind: .topic),
      ])
  }

  @Test("A queue's name tells whether it is a parked queue, a retry queue or a school's own queue")
  func names() {
    let (school, intake) = ("admission.schools.961141000023", QueueName.intake)
    let (parked, retry) = (QueueName.parked(of: school), QueueName.retry(of: intake, seconds: 30))
    let queues = [intake, QueueName.schools, school, parked, retry, QueueName.unrouted, "admission.schools.1"]
    #expect(queues.filter(QueueName.isParked) == [parked])
    #expect(queues.filter { QueueName.isRetry($0) } == [retry])
    #expect(queues.filter { QueueName.isRetry($0, of: intake) } == [retry])
    #expect(!QueueName.isRetry(retry, of: QueueName.transfer))
    #expect(queues.filter(QueueName.isSchool) == [school])
    #expect(
      queues.map(QueueName.work)
        == [intake, QueueName.schools, school, school, intake, QueueName.unrouted, "admission.schools.1"])
  }

  @Test("The exchange admission has exactly the bindings of the contract's table")
  func bindings() {
    let table = [
      "admission.intake": ["application.*", "school.decided.#"],
      "admission.transfer": ["transfer.requested", "transfer.withdrawn", "school.decided.transfer.#"],
      "admission.notify": ["processing.updated"],
      "admission.schools": ["school.admissionRequested.*", "school.admissionWithdrawn.*"],
    ]
    let admission = topology.bindings.filter { $0.exchange == "admission" }
    #expect(Dictionary(grouping: admission, by: \.queue).mapValues { $0.map(\.key) } == table)
    #expect(
      topology.bindings.filter { $0.exchange == "admission.unrouted" } == [
        BindingDefinition(exchange: "admission.unrouted", queue: "admission.unrouted", key: "")
      ])
  }

  @Test("Every queue except admission.unrouted is bound to admission.aside by its own name")
  func aside() {
    let aside = topology.bindings.filter { $0.exchange == "admission.aside" }
    #expect(aside.allSatisfy { $0.queue == $0.key })
    #expect(Set(aside.map(\.queue)) == Set(topology.queues.map(\.name)).subtracting(["admission.unrouted"]))
  }

  @Test("Every work queue has a parked queue, and every worker's queue has retry queues")
  func queues() {
    let work = ["admission.intake", "admission.transfer", "admission.notify", "admission.schools"]
    let ladder = work.prefix(3).flatMap { queue in [1, 5, 30, 120, 600].map { "\(queue).retry.\($0)" } }
    let names = topology.queues.map(\.name)
    #expect(Set(names) == Set(work + work.map { "\($0).parked" } + ladder + ["admission.unrouted"]))
    #expect(Set(names).count == names.count)
    #expect(topology.queues.allSatisfy { $0.arguments["x-queue-type"] == .text("quorum") })
  }

  @Test("A work queue dead-letters poison messages to its parked queue, without losing a message")
  func workQueues() {
    for name in QueueName.workers + [QueueName.schools] {
      #expect(
        queue(name) == [
          "x-queue-type": .text("quorum"), "x-delivery-limit": .integer(20), "x-overflow": .text("reject-publish"),
          "x-dead-letter-exchange": .text("admission.aside"), "x-dead-letter-routing-key": .text("\(name).parked"),
          "x-dead-letter-strategy": .text("at-least-once"),
        ])
    }
  }

  @Test("A retry queue returns its messages to the work queue after the wait, without losing a message")
  func retryQueues() {
    #expect(
      queue("admission.transfer.retry.30") == [
        "x-queue-type": .text("quorum"), "x-message-ttl": .integer(30_000), "x-overflow": .text("reject-publish"),
        "x-dead-letter-exchange": .text("admission.aside"), "x-dead-letter-routing-key": .text("admission.transfer"),
        "x-dead-letter-strategy": .text("at-least-once"),
      ])
    #expect(QueueName.retry(of: QueueName.transfer, seconds: 30) == "admission.transfer.retry.30")
  }

  @Test("A parked or unrouted message stays until a person takes it")
  func parkedQueues() {
    for name in ["admission.unrouted", QueueName.parked(of: QueueName.schools), "admission.intake.parked"] {
      #expect(queue(name) == ["x-queue-type": .text("quorum"), "x-delivery-limit": .integer(1_000_000_000)])
    }
  }

  @Test("A wait that comes twice in the retry ladder has one retry queue")
  func repeatedSteps() {
    let repeated = Topology.version1(retryLadderSeconds: [1, 5, 5, 1])
    #expect(repeated == Topology.version1(retryLadderSeconds: [1, 5]))
  }

  @Test("A routing key is the type without its version, followed by a service or school if the type needs one")
  func routingKeys() {
    #expect("\(RoutingKey.applicationSubmitted).v1" == ApplicationSubmitted.type)
    #expect("\(RoutingKey.applicationWithdrawn).v1" == ApplicationWithdrawn.type)
    #expect("\(RoutingKey.transferRequested).v1" == TransferRequested.type)
    #expect("\(RoutingKey.transferWithdrawn).v1" == TransferWithdrawn.type)
    #expect("\(RoutingKey.processingUpdated).v1" == ProcessingUpdated.type)
    #expect(RoutingKey.schoolAdmissionRequested("950341000052") == "school.admissionRequested.950341000052")
    #expect(RoutingKey.schoolAdmissionWithdrawn("950341000052") == "school.admissionWithdrawn.950341000052")
    #expect(RoutingKey.schoolDecided(.homeSchooling) == "school.decided.homeSchooling")
    #expect(RoutingKey.schoolDecided(.transfer, bin: "950341000052") == "school.decided.transfer.950341000052")
  }

  @Test("Topology.reader declares a worker's queues as Topology.version1 does", arguments: WorkerName.allCases)
  func furtherWorkers(_ name: WorkerName) {
    let keys = topology.bindings.filter { $0.exchange == "admission" && $0.queue == name.queue }.map(\.key)
    let reader = Topology.reader(name.queue, boundBy: keys, retryLadderSeconds: [1, 5, 30, 120, 600])
    #expect(reader.queues.count == 7 && Set(reader.queues).isSubset(of: topology.queues))
    #expect(
      Set(reader.bindings)
        == Set(
          topology.bindings.filter { binding in
            reader.queues.contains { $0.name == binding.queue }
          }))
    #expect(Set(reader.exchanges).isSubset(of: topology.exchanges))
    #expect(topology.and(reader) == topology)
  }

  @Test("Only workers other than intake have an exchange of their own for putting messages aside")
  func asideExchanges() {
    let queues = [
      "admission.intake", "admission.notify", "admission.meals", "admission.schools", "admission.meals.office",
    ]
    let exchanges = ["admission.aside", "admission.aside.notify", "admission.aside.meals"]
    #expect(queues.map { ExchangeName.aside(for: $0) } == exchanges + ["admission.aside", "admission.aside"])
  }
}
