public import WorkerRuntime

/// Remembers beginnings without an end for as long as the test runs, which may outlive several lanes.
public actor MemoryCrashLog: CrashLog {
  private var beginnings: [String: Int] = [:]

  public init() {}

  /// Messages that were begun and not ended.
  public var open: Set<String> { Set(beginnings.keys) }

  public func noteBeginning(of message: String, worker: String) -> Int {
    defer { beginnings[message, default: 0] += 1 }
    return beginnings[message, default: 0]
  }

  public func noteEnd(of message: String, worker: String) {
    beginnings[message] = nil
  }
}
