import QueueContracts
import Testing

struct MessageRouteTests {
  static let school = "950341000052"

  @Test("The senders and readers of each type are those of the contract's table")
  func parties() {
    let table: [Party: [String]] = [
      .portal: ["application.submitted", "application.withdrawn"],
      .intake: [
        "transfer.requested", "transfer.withdrawn", "school.admissionRequested.*", "school.admissionWithdrawn.*",
        "processing.updated",
      ],
      .transfer: ["school.admissionRequested.*", "processing.updated"],
      .notify: [],
      .schools: ["school.decided.enrolment", "school.decided.homeSchooling", "school.decided.transfer"],
      .school: ["school.decided.enrolment.*", "school.decided.homeSchooling.*", "school.decided.transfer.*"],
    ]
    for (party, keys) in table { #expect(MessageRoute.keys(from: party) == keys, "\(party)") }
    #expect(MessageRoute.targetQueues(of: .portal) == ["admission.intake"])
    #expect(MessageRoute.targetQueues(of: .intake) == ["admission.notify", "admission.schools", "admission.transfer"])
    #expect(MessageRoute.targetQueues(of: .transfer) == ["admission.notify", "admission.schools"])
    #expect(MessageRoute.targetQueues(of: .notify).isEmpty)
    #expect(MessageRoute.targetQueues(of: .school) == ["admission.intake", "admission.transfer"])
  }

  @Test("Every key that a sender may send reaches exactly the queues of the type's readers")
  func bindings() {
    let topology = Topology.version1(retryLadderSeconds: [1]).bindings.filter { $0.exchange == ExchangeName.admission }
    for route in MessageRoute.version1 {
      for key in route.keys.flatMap(\.patterns).map({ $0.replacing("*", with: Self.school) }) {
        let reached = Set(topology.filter { matches($0.key, key) }.map(\.queue))
        let isForTransfer = !key.hasPrefix("school.decided") || key.hasPrefix("school.decided.transfer")
        let wanted = route.readers.filter { $0.party != .transfer || isForTransfer }.compactMap(\.party.queue)
        #expect(reached == Set(wanted), "\(key)")
        #expect(MessageRoute.agrees(type: route.type, exchange: ExchangeName.admission, routingKey: key))
      }
    }
  }

  @Test("A message from the exchange `admission` is accepted only if its routing key is one of its type's keys")
  func otherTypes() {
    let routes = MessageRoute.version1
    for route in routes {
      for other in routes where other.type != route.type {
        for key in other.keys.flatMap(\.patterns).map({ $0.replacing("*", with: Self.school) }) {
          #expect(
            !MessageRoute.agrees(type: route.type, exchange: "admission", routingKey: key), "\(route.type) by \(key)")
        }
      }
    }
  }

  @Test(
    "A routing key is compared word by word with the routing keys of the type",
    arguments: [
      ("application.submitted.v1", "application.submitted", true),
      ("application.submitted.v1", "application.withdrawn", false),
      ("application.submitted.v1", "application.submitted.v1", false),
      ("application.submitted.v1", "application.submittedx", false),
      ("application.submitted.v1", "", false),
      ("school.decided.v1", "school.decided", false),
      ("school.decided.v1", "school.decided.", false),
      ("school.decided.v1", "school.decided.enrolment", true),
      ("school.decided.v1", "school.decided.homeSchooling", true),
      ("school.decided.v1", "school.decided.other", false),
      ("school.decided.v1", "school.decided.enrolment.", false),
      ("school.decided.v1", "school.decided.enrolment.950341000052", true),
      ("school.decided.v1", "school.decided.other.950341000052", false),
      ("school.decided.v1", "school.decided.enrolment.950341000053", false),
      ("school.decided.v1", "school.decided.enrolment.950341000052.", false),
      ("school.decided.v1", "school.decided.enrolment.950341000052.x", false),
      ("school.decided.v1", "school.decidedx.enrolment", false),
      ("school.admissionRequested.v1", "school.admissionRequested.950341000052", true),
      ("school.admissionRequested.v1", "school.admissionRequested", false),
      ("school.admissionRequested.v1", "school.admissionWithdrawn.950341000052", false),
      ("processing.updated.v1", "processing.updated", true),
      // Intake sends this message to itself, and nobody else may send it.
      ("application.overdue.v1", "application.submitted", false),
      ("application.overdue.v1", "application.overdue", false),
      // A type that version 1 does not know passes, because its message is parked anyway.
      ("application.submitted.v2", "application.withdrawn", true),
      ("", "application.submitted", true),
    ])
  func words(type: String, key: String, agrees: Bool) {
    #expect(MessageRoute.agrees(type: type, exchange: "admission", routingKey: key) == agrees)
    // Only workers and operators may write to this exchange.
    #expect(MessageRoute.agrees(type: type, exchange: "admission.aside", routingKey: key))
    #expect(MessageRoute.agrees(type: type, exchange: "admission.aside", routingKey: "admission.intake"))
    // Only operators may write to the default exchange, and they may not send the message that intake sends to itself.
    let isInternal = type == MessageRoute.applicationOverdue.type
    #expect(MessageRoute.agrees(type: type, exchange: "", routingKey: "admission.intake") != isInternal)
  }

  @Test("A worker's queue and user follow from its name")
  func workers() {
    #expect(WorkerName.allCases.map(\.queue) == ["admission.intake", "admission.transfer", "admission.notify"])
    #expect(WorkerName.notify.parkedQueue == "admission.notify.parked")
    #expect(WorkerName.allCases.map(\.user) == ["intake", "transfer", "notify"])
    #expect(Party.school.queue == nil && Party.portal.queue == nil && Party.schools.queue == "admission.schools")
  }

  /// True if a topic exchange would match the key with the pattern.
  private func matches(_ pattern: String, _ key: String) -> Bool {
    func match(_ pattern: ArraySlice<Substring>, _ key: ArraySlice<Substring>) -> Bool {
      guard let word = pattern.first else { return key.isEmpty }
      if word == "#" {
        return match(pattern.dropFirst(), key) || !key.isEmpty && match(pattern, key.dropFirst())
      }
      return !key.isEmpty && (word == "*" || word == key.first!) && match(pattern.dropFirst(), key.dropFirst())
    }
    return match(pattern.split(separator: ".")[...], key.split(separator: ".")[...])
  }

  @Test("The key of a decision names the service and, if a school's own system sent it, the school")
  func decisionKeys() {
    let bin = BIN("950341000052")
    #expect(DecisionRoutingKey("school.decided.enrolment")?.service == .enrolment)
    #expect(DecisionRoutingKey("school.decided.enrolment")?.school == nil)
    #expect(DecisionRoutingKey("school.decided.transfer.950341000052")?.service == .transfer)
    #expect(DecisionRoutingKey("school.decided.transfer.950341000052")?.school == bin)
    for key in [
      "", "school.decided", "school.decided.", "school.decided.other", "school.decided.transfer.",
      "school.decided.transfer.950341000053", "school.decided.transfer.950341000052.", "application.submitted",
    ] { #expect(DecisionRoutingKey(key) == nil, "\(key)") }
  }

  @Test("The queue and keys of a school's own system follow from the school's BIN")
  func schoolsOwn() throws {
    let bin = try #require(BIN("950341000052"))
    #expect(
      MessageRoute.bindings(ofSchool: bin)
        == ["school.admissionRequested.950341000052", "school.admissionWithdrawn.950341000052"])
    #expect(
      MessageRoute.keys(fromSchool: bin)
        == ["enrolment", "homeSchooling", "transfer"].map { "school.decided.\($0).950341000052" })
    let topology = Topology.version1(retryLadderSeconds: [1], schools: [bin])
    let own = topology.queues.filter { $0.name.hasPrefix("admission.schools.9") }
    #expect(Set(own.map(\.name)) == ["admission.schools.950341000052", "admission.schools.950341000052.parked"])
  }
}
