import BoardAccounts
import Dispatch
import Logging
import QueueContracts
import WorkerRuntime
import WorkerStore

/// Checks names and passwords against the users in the store.
struct Accounts: Sendable {
  private let store: any BoardRecords
  private let limits: SignInLimits
  /// Checks one password at a time: many at once would use up the memory and the processors that the pages need.
  private let queue = DispatchQueue(label: "passwords")
  /// The hash that a password is compared with if no user has the given name.
  ///
  /// With this hash, the check of an unknown name takes as long as the check of a known one.
  private let nobody: PasswordHash

  init(store: any BoardRecords, now: @escaping @Sendable () -> Timestamp) throws {
    self.store = store
    limits = SignInLimits(now: now)
    nobody = try PasswordHash(of: NewPassword.random())
  }

  enum Result: Sendable {
    case signedIn(BoardUser)
    case wrong
    case tooOften
  }

  func signIn(name: String, password: String, address: String) async throws(StoreError) -> Result {
    let isName = BoardUser.isName(name)
    // All impossible names are counted as one, or they could fill the memory.
    guard await limits.mayTry(name: isName ? name : "", address: address) else { return .tooOften }
    let user = isName ? try await store.boardUser(name) : nil
    let hash = user.flatMap { PasswordHash($0.password) }
    let matches = await matches(hash ?? nobody, password)
    guard let user, hash != nil, matches else { return .wrong }
    await limits.succeeded(name: name, address: address)
    return .signedIn(user)
  }

  /// Tells whether the user still exists and was last changed at `time`.
  func isUnchanged(_ name: String, since time: Timestamp) async throws(StoreError) -> Bool {
    try await store.boardUser(name)?.changedAt == time
  }

  private func matches(_ hash: PasswordHash, _ password: String) async -> Bool {
    guard password.utf8.count <= 1024 else { return false }
    return await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: hash.matches(password)) }
    }
  }
}
