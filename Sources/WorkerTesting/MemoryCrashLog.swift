public import WorkerRuntime

/// Remembers beginnings without an end for as long as the test runs, which may outlive several lanes.
public actor MemoryCrashLog: CrashLog {
  private var beginnings: [String: Int] = [:]
  private var outages = 0

  public init() {}

  /// Messages that were begun and not ended.
  public var open: Set<String> { Set(beginnings.keys) }

  /// Is down for the next ends that are to be noted.
  public func failNextEnds(_ count: Int) { outages = count }

  public func noteBeginning(of message: String, worker: String) -> Int {
    defer { beginnings[message, default: 0] += 1 }
    return beginnings[message, default: 0]
  }

  public func noteEnd(of message: String, worker: String) throws(StoreError) {
    guard outages == 0 else {
      outages -= 1
      throw .unavailable("down")
    }
    beginnings[message] = nil
  }
}
