import Synchronization

/// What each lane of this process is doing.
///
/// Ready means consuming, not "connected".
public final class Health: Sendable {
  public enum LaneState: Sendable, Equatable {
    case starting
    case consuming
    /// Something every message needs is down.
    case paused(String)
    /// The broker is.
    case away(String)
    case draining
    case stopped
  }

  private let lanes = Mutex<[Int: LaneState]>([:])

  public init() {}

  public func set(_ state: LaneState, lane: Int) { lanes.withLock { $0[lane] = state } }

  /// True where there is a lane and every one is consuming.
  public var isReady: Bool { lanes.withLock { !$0.isEmpty && $0.values.allSatisfy { $0 == .consuming } } }

  /// A line for each lane: `lane 0: consuming`.
  public var report: String {
    lanes.withLock { lanes in
      lanes.sorted { $0.key < $1.key }.map { "lane \($0.key): \($0.value.text)\n" }.joined()
    }
  }
}

extension Health.LaneState {
  var text: String {
    switch self {
    case .starting: "starting"
    case .consuming: "consuming"
    case .paused(let why): "paused, \(why)"
    case .away(let why): "not consuming, \(why)"
    case .draining: "draining"
    case .stopped: "stopped"
    }
  }
}
