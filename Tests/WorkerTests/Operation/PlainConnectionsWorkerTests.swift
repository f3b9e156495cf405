import Foundation
import TestSupport
import Testing
import TestServers

@Suite("Warnings about unencrypted connections", .timeLimit(.minutes(2)))
struct PlainConnectionsWorkerTests {
  /// No machine has the address 192.0.2.1 (RFC 5737).
  @Test(
    "Each worker warns once of each unencrypted connection to another machine, and names only the setting",
    arguments: [
      ("IntakeWorker", ["AMQP_URL", "DOCUMENTS_URL", "REGISTERS_URL", "NCANODE_URL"]),
      ("TransferWorker", ["AMQP_URL"]), ("NotifyWorker", ["AMQP_URL", "PORTAL_URL"]),
    ])
  func warned(worker: String, keys: [String]) async throws {
    let system = try await AdmissionSystem([
      "AMQP_URL": "amqp://who:not-to-be-told@192.0.2.1/", "DOCUMENTS_URL": "http://192.0.2.1/d",
      "REGISTERS_URL": "http://192.0.2.1/r", "NCANODE_URL": "http://192.0.2.1:14579",
      "PORTAL_URL": "http://192.0.2.1/p",
    ])
    let process = try system.launch(worker)
    defer { process.kill() }
    let sign = "is not encrypted or not verified"
    func warnings() -> [Substring] { system.logs.split(separator: "\n").filter { $0.contains(sign) } }
    try await eventually("it has warned\n\(system.logs)") { warnings().count == keys.count }
    for key in keys { #expect(warnings().count { $0.contains("\(key)") } == 1) }
    #expect(warnings().allSatisfy { !$0.contains("192.0.2.1") && !$0.contains("not-to-be-told") })
  }

  @Test("A worker warns of a database whose certificate is not checked, unless the database is on this machine")
  func store() async throws {
    let url = try await TestDatabase.migrated()
    let port = try #require(url.firstMatch(of: /:(\d+)\//)?.1)
    // 127.1 is this machine, but the worker does not recognise it in the URL.
    let elsewhere = "postgres://qabyldau:qabyldau@127.1:\(port)/\(url.split(separator: "/").last ?? "")?sslmode=disable"
    let sign = "is not encrypted or not verified"
    for (store, count) in [(url, 0), (elsewhere, 1)] {
      let readiness = try Readiness()
      let system = try await AdmissionSystem(["STORE_URL": store, "HEALTH_PORT": "\(readiness.port)"])
      let process = try system.launch("TransferWorker")
      defer { process.kill() }
      try await eventually(within: 60, "it is ready\n\(system.logs)") { await readiness.isReady }
      let warnings = system.logs.split(separator: "\n").filter { $0.contains(sign) }
      #expect(warnings.count == count && warnings.allSatisfy { $0.contains("STORE_URL") })
    }
  }
}
