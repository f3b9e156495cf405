import Testing

@testable import QueueContracts

struct LRUCacheTests {
  @Test("A cache keeps a bounded number of values, and keeps the values that were read last")
  func bound() {
    var cache = LRUCache<Int, String>(limit: 10)
    for number in 0..<30 {
      cache[number] = "\(number)"
      #expect(cache[0] == "0")
      #expect(cache.count <= 10)
    }
    #expect(cache[29] == "29")
    #expect(cache[1] == nil)
  }
}
