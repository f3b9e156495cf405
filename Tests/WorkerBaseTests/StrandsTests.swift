import Synchronization
import Testing
import WorkerBase

@Suite("A map over a list by several tasks, the strands")
struct StrandsTests {
  @Test("Results keep the order of the elements, and each strand works on one element at a time")
  func order() async throws {
    let working = Mutex((now: 0, most: 0))
    let doubled = try await Array(0..<200).map(strands: 4) { number in
      working.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
      await Task.yield()
      working.withLock { $0.now -= 1 }
      return 2 * number
    }
    #expect(doubled == (0..<200).map { 2 * $0 })
    #expect((1...4).contains(working.withLock { $0.most }))
  }

  @Test("If the work on one element throws an error, the map throws that error")
  func failure() async {
    await #expect(throws: TimedOut.self) {
      _ = try await Array(0..<20).map(strands: 3) { number in
        if number == 11 { throw TimedOut() }
        return number
      }
    }
  }
}
