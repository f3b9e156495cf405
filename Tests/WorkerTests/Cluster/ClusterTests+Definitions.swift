import Foundation
import QueueContracts
import TestSupport
import Testing
import TestTools
import WorkerRuntime

extension ClusterTests {
  @Test("Definitions and users that one node imports reach all three nodes, and each queue has three copies")
  func importedDefinitions() async throws {
    let cluster = try Cluster.fromEnvironment()
    let name = AdmissionSystem.freshName()
    for part in ["definitions", "users"] {
      let (status, json, complaint) = try AdmissionCtlProcess().run(["topology", part, "--vhost", name])
      #expect(status == 0 && complaint.isEmpty)
      let folder = try TemporaryFolder()
      try await cluster.control(1, ["import_definitions", folder.write(json, to: "\(part).json").path])
    }
    try await cluster.control(1, ["change_password", "operator", "secret"])

    for url in cluster.amqpURL.split(separator: ",") {
      let ours = url.replacing("guest:guest@", with: "operator:secret@").replacing("/?", with: "/\(name)?")
      let desk = AdmissionCtlProcess(settings: ["AMQP_URL": String(ours)])
      try await eventually(within: 60, "the node has everything: \(try desk.run(["topology", "diff"]))") {
        try desk.run(["topology", "diff"]).output == "The broker has what is wanted.\n"
      }
    }
    let listing = try await cluster.control(
      2, ["list_queues", "--vhost", name, "--no-table-headers", "name", "members"])
    let lines = listing.split(separator: "\n")
    for queue in Topology.version1(retryLadderSeconds: RetryLadder.defaultStepSeconds).queues {
      let line = lines.first { $0.hasPrefix("\(queue.name)\t") }
      #expect(
        Cluster.nodes.allSatisfy { line?.contains("qabyldau\($0)@node\($0)") == true }, "\(queue.name): \(listing)")
    }
    try await cluster.control(1, ["delete_vhost", name])
  }
}
