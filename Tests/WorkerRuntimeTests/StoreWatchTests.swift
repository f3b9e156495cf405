import Logging
import Synchronization
import Testing

@testable import WorkerRuntime

@Suite("The watch over the store")
struct StoreWatchTests {
  private let health = Health()
  private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  @Test("An idle worker is not ready while its store fails, and ready when the store answers again")
  func turns() async {
    let isDown = Mutex(true)
    health.set(.consuming, lane: 0)
    let watch = StoreWatch(health: health, seconds: 60, logger: logger) {
      if isDown.withLock({ $0 }) { throw StoreError.unavailable("host db-7") }
    }
    #expect(await watch.look(wasDown: false))
    #expect(!health.isReady)
    #expect(health.report == "problem store: store is down\nlane 0: consuming\n")
    isDown.withLock { $0 = false }
    #expect(await !watch.look(wasDown: true))
    #expect(health.isReady)
  }

  @Test("A store that hangs counts as down, and is not asked again while it hangs")
  func hangs() async {
    let asked = Mutex(0)
    let release = OneShot<Void>()
    let watch = StoreWatch(health: health, seconds: 60, patienceSeconds: 0.1, logger: logger) {
      asked.withLock { $0 += 1 }
      // This wait ignores cancellation, as a call on a dead disk does.
      await Task { try? await release.value() }.value
    }
    #expect(await watch.look(wasDown: false))
    #expect(await watch.look(wasDown: true))
    #expect(await watch.look(wasDown: true))
    #expect(asked.withLock { $0 } == 1)
    release.settle(.success(()))
  }
}
