import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import TestTools
import WorkerRuntime

/// Tests that `topology definitions` prints the topology that `topology apply` declares.
@Suite("The command `topology definitions`")
struct CLIDefinitionsTests {
  @Test(
    "Imported into a real broker, the definitions give the same topology as `topology apply`", .timeLimit(.minutes(2)))
  func importedDefinitionsAreTheTopology() async throws {
    let name = "definitions-\(UUID().uuidString.lowercased())"
    let url = try await TestBroker.makeVirtualHost(name)
    let admin = try TestBroker.admin(url)
    let topology = Topology.version1(retryLadderSeconds: RetryLadder.defaultStepSeconds)

    let (status, json, complaint) = try AdmissionCtlProcess().run(["topology", "definitions", "--virtual-host", name])
    #expect(status == 0 && complaint.isEmpty)
    let folder = try TemporaryFolder()
    try await TestBroker.importDefinitions(folder.write(json, to: "definitions.json"))

    // The import has made all queues and bindings. If an argument were different, `apply` below would fail. RabbitMQ
    // also counts one binding for each queue, to the default exchange.
    for queue in topology.queues { #expect(try await admin.counts(of: queue.name) != nil, "\(queue.name)") }
    let bindings = topology.bindings.count + topology.queues.count
    try await TestBroker.evaluate("\(bindings) = length(rabbit_binding:list(<<\"\(name)\">>)).")
    let diff = try AdmissionCtlProcess(settings: ["AMQP_URL": url]).run(["topology", "diff"])
    #expect(diff.status == 0 && diff.output == "The broker has what is wanted.\n", "\(diff)")
    try await admin.apply(topology)
  }
}
