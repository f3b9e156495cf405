import Foundation
import QueueContracts
import WorkerStore

/// The sessions of everybody who is signed in.
///
/// The sessions are kept in memory only, so a restart signs everybody out.
actor Sessions {
  struct Limits: Sendable {
    /// The time after which an unused session ends, in seconds.
    var idleSeconds: Int64 = 30 * 60
    /// The time after which a session ends even if it is in use, in seconds.
    var totalSeconds: Int64 = 12 * 3600
    /// The most sessions at once; a further session ends the session that has been unused for the longest time.
    var count = 1000
    /// The most sessions of one user at once.
    var countOfUser = 20
  }

  /// A session as the board remembers it.
  struct Session: Sendable {
    let visitor: Visitor
    /// The token that each form of the session carries.
    let formToken: String
    /// The time at which the user's account was last changed before the session began; nil if the user has no account.
    ///
    /// If the account is changed later, the session ends.
    let userChangedAt: Timestamp?
    fileprivate let begunAt: Timestamp
    fileprivate var usedAt: Timestamp
    fileprivate(set) var checkedAt: Timestamp
    fileprivate var flash: Flash?
  }

  private var sessions: [Data: Session] = [:]
  private let limits: Limits
  private let now: @Sendable () -> Timestamp

  init(limits: Limits = Limits(), now: @escaping @Sendable () -> Timestamp) {
    self.limits = limits
    self.now = now
  }

  /// Begins a session and returns its secret.
  func begin(_ visitor: Visitor, userChangedAt: Timestamp? = nil) -> String {
    let secret = Secret.random()
    begin(visitor, secret: secret, userChangedAt: userChangedAt)
    return secret
  }

  /// The session of a user whom a trusted proxy names; it begins with the user's first request.
  func proxied(_ user: Visitor.User) -> (secret: String, session: Session) {
    // A visitor gains nothing by sending this text as a cookie: if a proxy signs users in, the board ignores their
    // session cookies.
    let secret = "proxied \(user.role.rawValue) \(user.name)"
    if let session = use(secret) { return (secret, session) }
    return (secret, begin(.staff(user), secret: secret, userChangedAt: nil))
  }

  @discardableResult
  private func begin(_ visitor: Visitor, secret: String, userChangedAt: Timestamp?) -> Session {
    let time = now()
    dropOld(time)
    let own = sessions.filter { $0.value.visitor == visitor }
    if own.count >= limits.countOfUser { dropLeastUsed(of: own) }
    if sessions.count >= limits.count { dropLeastUsed(of: sessions) }
    let session = Session(
      visitor: visitor, formToken: Secret.random(), userChangedAt: userChangedAt, begunAt: time, usedAt: time,
      checkedAt: time)
    sessions[Secret.digest(secret)] = session
    return session
  }

  /// Finds the session of this secret and marks it as used; nil if there is no session or it is over.
  func use(_ secret: String) -> Session? {
    let (key, time) = (Secret.digest(secret), now())
    guard var session = sessions[key] else { return nil }
    guard isOpen(session, at: time) else {
      sessions[key] = nil
      return nil
    }
    session.usedAt = time
    sessions[key] = session
    return session
  }

  /// True if the session with this secret is not over; does not mark the session as used.
  func isOpen(_ secret: String) -> Bool {
    sessions[Secret.digest(secret)].map { isOpen($0, at: now()) } ?? false
  }

  /// True if the session's user was last looked up in the store at least `seconds` ago.
  func isLookUpDue(_ session: Session, afterSeconds seconds: Int64) -> Bool {
    now() >= session.checkedAt.adding(seconds: seconds)
  }

  /// Notes that the session's user was looked up just now and is unchanged.
  func noteLookUp(_ secret: String) { sessions[Secret.digest(secret)]?.checkedAt = now() }

  func end(_ secret: String) { sessions[Secret.digest(secret)] = nil }

  /// Keeps a message for the next page of the session.
  func keep(_ flash: Flash, for secret: String) { sessions[Secret.digest(secret)]?.flash = flash }

  /// Returns the message for the next page and removes it, so that it is shown once.
  func takeFlash(of secret: String) -> Flash? {
    let key = Secret.digest(secret)
    defer { sessions[key]?.flash = nil }
    return sessions[key]?.flash
  }

  private func isOpen(_ session: Session, at time: Timestamp) -> Bool {
    time < session.usedAt.adding(seconds: limits.idleSeconds)
      && time < session.begunAt.adding(seconds: limits.totalSeconds)
  }

  private func dropOld(_ time: Timestamp) { sessions = sessions.filter { isOpen($0.value, at: time) } }

  private func dropLeastUsed(of some: [Data: Session]) {
    guard let key = some.min(by: { $0.value.usedAt < $1.value.usedAt })?.key else { return }
    sessions[key] = nil
  }
}
