import QueueContracts

/// Limits the attempts to sign in.
///
/// Attempts are counted by name, because somebody may guess one user's password, and by address, because somebody may
/// try many names.
actor SignInLimits {
  static let seconds: Int64 = 15 * 60
  static let ofName = 5
  static let ofAddress = 30
  /// The most names and addresses that are remembered.
  ///
  /// When so many are remembered, every attempt is refused until old attempts are forgotten.
  static let remembered = 10_000

  private var failures: [String: [Timestamp]] = [:]
  private let now: @Sendable () -> Timestamp

  init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

  /// Counts an attempt before its password is checked, so that simultaneous attempts are all counted.
  ///
  /// - Returns: false if there were too many attempts.
  func mayTry(name: String, address: String) -> Bool {
    let since = now().adding(seconds: -Self.seconds)
    failures = failures.compactMapValues { times in
      let recent = times.filter { $0 > since }
      return recent.isEmpty ? nil : recent
    }
    let (name, address) = ("name \(name)", "address \(address)")
    guard failures.count < Self.remembered, failures[name, default: []].count < Self.ofName,
      failures[address, default: []].count < Self.ofAddress
    else { return false }
    failures[name, default: []].append(now())
    failures[address, default: []].append(now())
    return true
  }

  /// Forgets all attempts with a name that has signed in, and one attempt from the address: the successful one.
  func succeeded(name: String, address: String) {
    failures["name \(name)"] = nil
    _ = failures["address \(address)"]?.popLast()
  }
}
