@testable import AdmissionBoard
import QueueContracts
import Testing
import WorkerStore

struct TimeLimitTests {
  @Test("A page whose work cannot be interrupted is answered when its time is over")
  func uninterruptible() async throws {
    let (held, release) = AsyncStream.makeStream(of: Void.self)
    let source = HeldSource(release: Task { for await _ in held {} })
    try await BoardHarness.run(source: source, limits: TimeLimits(lookSeconds: 2)) { harness in
      defer { release.finish() }
      let page = try await harness.signedIn(as: .reader).get("/")
      #expect(page.status == 503)
      #expect(page.text.contains("This took too long"))
    }
  }

  @Test("A form that does not arrive in time is answered, and the board serves other requests")
  func unfinishedForm() async throws {
    try await BoardHarness.run(limits: TimeLimits(formSeconds: 0.2)) { harness in
      let status = try await harness.statusOfUnfinishedForm("/sign-in")
      #expect(status == 503)
      let page = try await harness.browser().get("/sign-in")
      #expect(page.status == 200)
    }
  }
}

/// A source that answers only when the test lets it, whether its caller is cancelled or not.
private struct HeldSource: SnapshotSource {
  let release: Task<Void, Never>

  func snapshot() async -> Snapshot {
    await release.value
    return Snapshot(time: .now)
  }
}
