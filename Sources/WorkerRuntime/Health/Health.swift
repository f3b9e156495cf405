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
    /// Another lane of the process has its turn.
    case waiting(String)
    /// The broker is.
    case away(String)
    case draining
    case stopped
  }

  private struct Lane {
    var state = LaneState.starting
    /// Why the broker takes nothing from it.
    var blocked: String?

    var isReady: Bool { state == .consuming && blocked == nil }
    var text: String { state.text + (blocked.map { ", blocked by the broker: \($0)" } ?? "") }
  }

  private let lanes = Mutex<[Int: Lane]>([:])

  public init() {}

  public func set(_ state: LaneState, lane: Int) { lanes.withLock { $0[lane, default: Lane()].state = state } }

  /// - Parameter reason: the broker's, nil when it takes publications again.
  public func setBlocked(_ reason: String?, lane: Int) {
    lanes.withLock { $0[lane, default: Lane()].blocked = reason }
  }

  /// True where there is a lane and every one is consuming, and may publish.
  public var isReady: Bool { lanes.withLock { !$0.isEmpty && $0.values.allSatisfy(\.isReady) } }

  /// A line for each lane: `lane 0: consuming`.
  public var report: String {
    lanes.withLock { lanes in
      lanes.sorted { $0.key < $1.key }.map { "lane \($0.key): \($0.value.text)\n" }.joined()
    }
  }
}

extension Health.LaneState {
  static let words = ["starting", "consuming", "paused", "waiting", "away", "draining", "stopped"]

  /// Its kind alone.
  var word: String {
    switch self {
    case .starting: "starting"
    case .consuming: "consuming"
    case .paused: "paused"
    case .waiting: "waiting"
    case .away: "away"
    case .draining: "draining"
    case .stopped: "stopped"
    }
  }

  var text: String {
    switch self {
    case .starting: "starting"
    case .consuming: "consuming"
    case .paused(let why): "paused, \(why)"
    case .waiting(let why): "waiting, \(why)"
    case .away(let why): "not consuming, \(why)"
    case .draining: "draining"
    case .stopped: "stopped"
    }
  }
}
