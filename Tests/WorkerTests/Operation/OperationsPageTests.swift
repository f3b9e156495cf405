import QueueContracts
import Foundation
import TestSupport
import Testing
import TestTools

@Suite("The commands of docs/operations.md", .timeLimit(.minutes(5)))
struct OperationsPageTests {
  @Test("Made-up families are answered, parked messages are repaired, and the books balance")
  func trial() async throws {
    let system = try await AdmissionSystem()
    let samples = try #require(try Self.commands(of: "Install on one machine").first { $0.contains("ctl sample") })
    _ = try await Self.type(samples, on: system)

    let settings = ["DOCUMENTS_URL": "file://\(system.folder.path)/srv/documents"]
    let workers = try WorkerName.programs.map { try system.launch($0, settings) }
    defer { for worker in workers { worker.kill() } }
    // The `systemctl` commands are left out, because a test must not stop the machine's services.
    let trial = try Self.commands(of: "See it work").filter { !$0.contains("systemctl") }
    let page = try await Self.type(trial.joined(), on: system)

    for words in [
      "--yes would replay 1 message.", "Replayed 1 message.", "20 applications: in processing 12, refused 8",
      "message.undecodable", "Discarded 1 message.", "The books balance.", "some answers are late", "91-00000001",
    ] {
      #expect(page.contains(words), "\(words) is missing:\n\(page)\n\(system.logs)")
    }
  }

  /// The shell blocks of a section, in their order.
  private static func commands(of section: String) throws -> [String] {
    let sections = try Checkout.text(of: "docs/operations.md").components(separatedBy: "\n## ")
    let text = try #require(sections.first { $0.hasPrefix("\(section)\n") }, "the page has no section \(section)")
    return text.components(separatedBy: "```").filter { $0.hasPrefix("sh\n") }.map { String($0.dropFirst(3)) }
  }

  /// Runs the commands on the system's folders instead of the folders that the page names, and returns their output.
  private static func type(_ commands: String, on system: AdmissionSystem) async throws -> String {
    let folder = system.folder.path
    let script =
      "cd '\(folder)'\n"
      + commands
      .replacing("/srv/qabyldau", with: "\(folder)/srv").replacing("/etc/qabyldau", with: folder)
    let path = [WorkerHandle.binaries.path, system.environment["PATH"] ?? ""].joined(separator: ":")
    // `timeout` ends a command that waits in vain.
    let shell = ["/usr/bin/timeout", "180", "/bin/bash", "-euo", "pipefail", "-c", script]
    let typing = try system.launch("admissionctl", ["PATH": path], log: "typed", prefix: shell)
    try await eventually(within: 200, "the commands have ended") { typing.exitStatus != nil }
    let typed = try String(contentsOf: system.folder.appending(path: "typed.log"), encoding: .utf8)
    #expect(typing.exitStatus == 0, "\(typed)\n\(system.logs)")
    return typed
  }
}
