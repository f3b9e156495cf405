import Logging
import QueueContracts
import WorkerRuntime
import WorkerStore

/// Everything that the pages work with.
struct Board: Sendable {
  /// The settings from the environment, for `Operations`; the board's own are in ``boardSettings``.
  let settings: Settings
  let boardSettings: BoardSettings
  let store: any BoardStore
  let accounts: Accounts
  let sessions: Sessions
  let live: LiveHub
  let parked: ParkedDesk
  let templates: Templates
  /// The family's page; nil if it is not served.
  let family: Family?
  let logger: Logger
  let now: @Sendable () -> Timestamp

  init(
    settings: Settings, store: any BoardStore, source: any SnapshotSource, logger: Logger,
    now: @escaping @Sendable () -> Timestamp, sessionTime: (@Sendable () -> Timestamp)? = nil
  ) throws {
    self.settings = settings
    boardSettings = try BoardSettings(settings)
    self.store = store
    accounts = try Accounts(store: store, now: now)
    sessions = Sessions(limits: boardSettings.sessions, now: sessionTime ?? now)
    live = LiveHub(source: source, limit: boardSettings.liveLimit)
    parked = ParkedDesk(settings: settings, store: store)
    templates = try Templates()
    family = try Family(settings, host: boardSettings.address.host, logger: logger)
    self.logger = logger
    self.now = now
  }

  /// Renders a part of a page.
  func render(_ template: String, _ model: any Sendable) -> String { templates.render(template, model) }

  /// Records an action that the caller is about to do; the caller must not do it if this method throws.
  ///
  /// - Parameters:
  ///   - action: the name of the action.
  ///   - target: ids of messages or applications, or names of queues; no personal data.
  ///   - reason: the reason from ``BoardRequest/reason()``.
  ///   - request: the request of the user who acts.
  /// - Throws: ``BoardError`` if the action cannot be recorded.
  func record(
    _ action: BoardAction.Word, on target: String, reason: String, by request: BoardRequest
  ) async throws {
    let user = request.user
    do throws(StoreError) {
      try await store.note(
        BoardAction(
          time: now(), who: user.name, role: user.role.rawValue, action: action.rawValue,
          target: String(target.prefix(4000)), reason: reason))
    } catch {
      throw BoardError.unavailable("Nothing was done: the store does not answer, so the action cannot be recorded.")
    }
  }
}

extension BoardAction {
  /// The names of the recorded actions.
  enum Word: String, CaseIterable {
    case unmasked, searched, replayed, discarded, returned, paused, resumed, limited
    /// The receipt of a replay or discard, recorded before the messages leave their parked queue: their ids.
    case receipt
    case signedIn = "signed in"
    case signedOut = "signed out"
    /// A change of a sandbox's registers or schools.
    case sandbox = "changed the sandbox"
  }
}
