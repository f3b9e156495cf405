import QueueContracts

/// How often somebody may try to sign in: by name, so that nobody guesses a password, and by address, so that nobody
/// tries all names.
actor SignInLimits {
  static let seconds: Int64 = 15 * 60
  static let ofName = 5
  static let ofAddress = 30
  /// Names and addresses that are remembered: who sends more of them is refused with everybody until some are forgotten.
  static let remembered = 10_000

  private var failures: [String: [Timestamp]] = [:]
  private let now: @Sendable () -> Timestamp

  init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

  /// Counts an attempt before the password is looked at, so that many at once count, too.
  ///
  /// - Returns: false if there were too many.
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

  /// Forgets the attempts by a name that has signed in, and the last one from its address.
  func succeeded(name: String, address: String) {
    failures["name \(name)"] = nil
    _ = failures["address \(address)"]?.popLast()
  }
}
