import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime

/// A steady load for a long time: `SOAK_SECONDS=600 make test FILTER=SoakTests` prints a line every half minute.
@Suite("A soak")
struct SoakTests {
  private static let seconds = ProcessInfo.processInfo.environment["SOAK_SECONDS"].flatMap { Int($0) }

  @Test("Memory stays flat under a steady load", .enabled(if: seconds != nil, "it runs for SOAK_SECONDS"))
  func flat() async throws {
    let seconds = try #require(Self.seconds)
    let system = try await AdmissionSystem()
    let workers = try WorkerName.programs.map { (name: $0, try system.launch($0)) }
    defer { for (_, worker) in workers { worker.kill() } }
    let admin = try TestBroker.admin(system.amqpURL)

    var number = 0
    var samples: [[Int]] = []
    let start = ContinuousClock.now
    for tick in 1...(seconds * 2) {
      // A hundred messages a second are sent, every tenth with a body that no worker can read.
      let batch = (0..<50).map { index -> BrokerMessage in
        number += 1
        var message = (index % 3 == 0 ? Families.transfer(number) : Families.enrolment(number)).message()
        if index % 10 == 9 { message.body = Data(repeating: 0xFF, count: 100_000) }
        return message
      }
      try await system.publish(batch, routingKey: RoutingKey.applicationSubmitted)
      if tick % 60 == 0 {
        try await admin.purge(QueueName.schools)
        try await admin.purge(QueueName.parked(of: QueueName.intake))
        samples.append(workers.map { Self.residentKiB($0.1.pid) })
        print("soak: \(tick / 2) s, \(number) applications, KiB in use: \(samples.last ?? [])")
      }
      try await Task.sleep(until: start.advanced(by: .milliseconds(500 * tick)))
    }
    try await eventually(within: 60, "everything was handled") {
      try await admin.counts(of: QueueName.intake)?.messages == 0
    }
    // The first third of the samples is left out, because caches and allocators still grow then.
    let settled = samples.dropFirst(samples.count / 3)
    for (index, (name, _)) in workers.enumerated() {
      let sizes = settled.map { $0[index] }
      let (first, last) = (sizes.first ?? 0, sizes.last ?? 0)
      #expect(last < first + max(first / 10, 4096), "\(name) grew from \(first) to \(last) KiB")
    }
  }

  private static func residentKiB(_ pid: pid_t) -> Int {
    let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }
}
