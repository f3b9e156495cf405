public import WorkerRuntime

/// Remembers beginnings without an end for as long as the test runs, which may outlive several lanes.
public actor MemoryCrashLog: CrashLog {
  private var beginnings: [String: Crashes] = [:]
  private var outages = 0

  public init() {}

  /// Messages that were begun and not ended.
  public var open: Set<String> { Set(beginnings.keys) }

  /// Is down for the next ends that are to be noted.
  public func failNextEnds(_ count: Int) { outages = count }

  public func noteBeginning(of messages: [String], worker: String, alone: Bool) -> [String: Crashes] {
    var crashes: [String: Crashes] = [:]
    for message in messages {
      crashes[message] = beginnings[message]
      beginnings[message, default: Crashes()].alone += alone ? 1 : 0
      beginnings[message, default: Crashes()].together += alone ? 0 : 1
    }
    return crashes
  }

  public func noteEnd(of messages: [String], worker: String, settled: Bool) throws(StoreError) {
    guard outages == 0 else {
      outages -= 1
      throw .unavailable("down")
    }
    for message in messages { beginnings[message] = nil }
  }
}
