import Synchronization
import Testing

@testable import WorkerRuntime

@Suite("The decision whether a message or a service is at fault")
struct ServiceMonitorTests {
  /// The cases: a name, earlier failures with their age in minutes, the message that fails now, what a probe sees, and
  /// the expected fault.
  static let cases: [(String, [(String, Int)], String, ProbeResult, FailureTally.Fault)] = [
    ("the first failure, and the service is there", [], "a", .present, .message),
    ("the first failure, and there is no service", [], "a", .nothing, .service),
    ("the same message again and again", [("a", 3), ("a", 2), ("a", 1)], "a", .present, .message),
    ("two messages", [("a", 1)], "b", .present, .message),
    ("three messages", [("a", 2), ("b", 1)], "c", .present, .service),
    ("three messages, and the service answers what it answered before", [("a", 2), ("b", 1)], "c", .working, .message),
    ("a proper answer in between", [("a", 3), ("b", 2), ("answer", 1)], "c", .present, .message),
    ("many messages, and this one for half an hour", [("a", 30), ("b", 1), ("c", 1)], "a", .present, .message),
    ("many messages, and another for half an hour", [("a", 30), ("b", 1), ("c", 1)], "b", .present, .service),
    ("for half an hour, and there is no service", [("a", 30), ("b", 1), ("c", 1)], "a", .nothing, .service),
  ]

  @Test("A failure is the message's fault until several messages or a probe show otherwise", arguments: cases.indices)
  func fault(index: Int) {
    let (name, before, message, result, fault) = Self.cases[index]
    let now = ContinuousClock.now
    var tally = FailureTally()
    for (message, minutes) in before {
      if message == "answer" { tally.answered() } else { tally.failed(message, at: now - .seconds(60 * minutes)) }
    }
    tally.failed(message, at: now)
    let found = tally.fault(of: message, after: result, at: now)
    #expect(found == fault, "\(name)")
  }

  @Test("A probe runs at most once a second, and concurrent callers share it")
  func shared() async {
    let probes = Mutex(0)
    let seconds = Mutex(0)
    let start = ContinuousClock.now
    let monitor = ServiceMonitor(
      "portal", seconds: 60, now: { start + .milliseconds(500 * seconds.withLock { $0 }) },
      probe: {
        probes.withLock { $0 += 1 }
        return false
      })
    await withTaskGroup(of: EnvironmentDown?.self) { group in
      for number in 0..<50 {
        group.addTask { await monitor.error(for: "\(number)", detail: "status 500") as? EnvironmentDown }
      }
      for await down in group { #expect(down == EnvironmentDown("portal", detail: "status 500")) }
    }
    #expect(probes.withLock { $0 } == 1)
    seconds.withLock { $0 = 1 }
    _ = await monitor.error(for: "a", detail: "")
    #expect(probes.withLock { $0 } == 1)
    seconds.withLock { $0 = 2 }
    _ = await monitor.error(for: "a", detail: "")
    #expect(probes.withLock { $0 } == 2)
  }

  @Test("A service is down if a probe gets no answer, and up if it again answers a question that it answered before")
  func known() async {
    let isServing = Mutex(true)
    let monitor = ServiceMonitor("portal", seconds: 0.2) {
      try? await Task.sleep(for: .seconds(3600))
      return true
    }
    #expect(await monitor.error(for: "a", detail: "") is EnvironmentDown)
    let other = ServiceMonitor("portal", seconds: 60) { true }
    other.noteAnswer { isServing.withLock { $0 } }
    for message in ["a", "b", "c", "d"] {
      #expect(await other.error(for: message, detail: "") is MessageHeldUp)
    }
  }
}
