import Foundation
import QueueContracts
import WorkerStore

/// Who is signed in, in the memory of this process: a restart signs everybody out.
actor Sessions {
  struct Limits: Sendable {
    /// How long a session lasts that nobody uses, in seconds.
    var idleSeconds: Int64 = 30 * 60
    /// How long a session lasts at most, in seconds.
    var totalSeconds: Int64 = 12 * 3600
    /// Sessions at once: one more ends the one that was not used for longest.
    var count = 1000
    /// Sessions of one user at once.
    var countOfUser = 20
  }

  /// What is known of a session.
  struct Session: Sendable {
    let visitor: Visitor
    /// Stands in each of its forms.
    let formToken: String
    /// When the user was changed last, when he signed in: a change since ends the session.
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

  /// Begins a session, and gives its secret.
  func begin(_ visitor: Visitor, userChangedAt: Timestamp? = nil) -> String {
    let secret = Secret.random()
    begin(visitor, secret: secret, userChangedAt: userChangedAt)
    return secret
  }

  /// The session of somebody whom a trusted proxy names, begun when he comes for the first time.
  func proxied(_ user: Visitor.User) -> (secret: String, session: Session) {
    // Nobody can send this as a cookie that counts: where a proxy is trusted, cookies are not.
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

  /// The session of this secret, which is in use with that; nil if there is none, or it is over.
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

  /// True while the session lasts; looking does not make it last.
  func isOpen(_ secret: String) -> Bool {
    sessions[Secret.digest(secret)].map { isOpen($0, at: now()) } ?? false
  }

  /// True if the user was not looked up for so long.
  func isDue(_ session: Session, afterSeconds seconds: Int64) -> Bool {
    now() >= session.checkedAt.adding(seconds: seconds)
  }

  /// Notes that the user was found unchanged.
  func checked(_ secret: String) { sessions[Secret.digest(secret)]?.checkedAt = now() }

  func end(_ secret: String) { sessions[Secret.digest(secret)] = nil }

  /// Keeps a message for the next page of the session.
  func keep(_ flash: Flash, for secret: String) { sessions[Secret.digest(secret)]?.flash = flash }

  /// Takes the message, which is shown once.
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
