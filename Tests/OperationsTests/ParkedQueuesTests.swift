import Foundation
import Operations
import QueueContracts
import TestSupport
import Testing
import WorkerRuntime

@Suite("The list of queues from which messages may be parked")
struct ParkedQueuesTests {
  private static let broker = "amqp://u:p@127.0.0.1:1/"

  private func asked(_ status: Int, _ body: String) async throws -> ParkedQueues {
    try await TestServer.run { _ in
      HTTPResponse(status, body: Data(body.utf8))
    } _: { _, address in
      try await ParkedQueues.now(
        Settings(["AMQP_URL": Self.broker, "RABBITMQ_MANAGEMENT_URL": address]))
    }
  }

  private func queue(_ name: String, ready: String = "1") -> String {
    #"{"name": "\#(name)", "messages_ready": \#(ready)}"#
  }

  @Test("A school's queue is listed if its parked queue holds messages or has not been counted yet")
  func schools() async throws {
    let listed = [
      queue("admission.schools.961141000023.parked"), queue("admission.schools.950341000052.parked", ready: "null"),
      queue("admission.schools.010340000120.parked", ready: "0"), queue("admission.schools.961141000023"),
      queue("admission.schools.parked"), queue("admission.intake.parked"), queue("admission.schools.1.parked"),
      queue("other.parked"), queue(".parked"),
    ]
    let known = try await asked(200, "[\(listed.joined(separator: ","))]")
    let own = ["admission.schools.950341000052", "admission.schools.961141000023"]
    #expect(known.names == ParkedFilter.allQueues + own && known.caveat == nil)
  }

  @Test("If the management API does not answer, no school's own queue is listed, and the list says why")
  func silent() async throws {
    let refused = try await asked(401, "")
    #expect(refused.names == ParkedFilter.allQueues && refused.caveat?.contains("login") == true)
    let without = try await ParkedQueues.now(Settings(["AMQP_URL": Self.broker]))
    #expect(without.names == ParkedFilter.allQueues && without.caveat?.contains("RABBITMQ_MANAGEMENT_URL") == true)
  }
}
