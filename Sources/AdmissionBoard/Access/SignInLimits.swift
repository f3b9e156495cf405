import QueueContracts

/// Limits the attempts to sign in.
///
/// Attempts are counted three times: by name and address, because somebody may guess one user's password; by address,
/// because somebody may try many names; and by name, because somebody may guess from many addresses. A few attempts
/// lock a name only for the address from which they came, so that a stranger cannot lock a user out.
actor SignInLimits {
  static let seconds: Int64 = 15 * 60
  /// The attempts with one name from one address.
  static let ofNameAndAddress = 5
  /// The attempts from one address.
  static let ofAddress = 30
  /// The attempts with one name from all addresses together.
  static let ofName = 100
  /// The most names, addresses, and pairs of both that are remembered; for a further one the oldest is forgotten.
  static let remembered = 10_000

  private struct Pair: Hashable {
    let name: String
    let address: String
  }

  private var pairs = Attempts<Pair>(limit: ofNameAndAddress, remembered: remembered)
  private var addresses = Attempts<String>(limit: ofAddress, remembered: remembered)
  private var names = Attempts<String>(limit: ofName, remembered: remembered)
  private let now: @Sendable () -> Timestamp

  init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

  /// Counts an attempt before its password is checked, so that simultaneous attempts are all counted.
  ///
  /// - Returns: false if there were too many attempts.
  func mayTry(name: String, address: String) -> Bool {
    let time = now()
    let since = time.adding(seconds: -Self.seconds)
    let address = Self.counted(address)
    let pair = Pair(name: name, address: address)
    guard pairs.mayTry(pair, since: since), addresses.mayTry(address, since: since), names.mayTry(name, since: since)
    else { return false }
    pairs.add(pair, at: time, since: since)
    addresses.add(address, at: time, since: since)
    names.add(name, at: time, since: since)
    return true
  }

  /// Forgets all attempts with a name from the address where it has signed in, and elsewhere the successful attempt.
  func succeeded(name: String, address: String) {
    let address = Self.counted(address)
    pairs.forget(Pair(name: name, address: address))
    addresses.forgetLatest(address)
    names.forgetLatest(name)
  }

  /// The address under which attempts are counted: of an IPv6 address the first 64 bits, because whoever has one such
  /// address usually has all of them.
  private static func counted(_ address: String) -> String {
    guard let ip = IPAddress(address), ip.isV6 else { return address }
    return "\(AddressRange.masked(ip.bytes, 64).prefix(8).map { String($0, radix: 16) }.joined(separator: ":"))/64"
  }
}

/// The times of recent attempts, for each name or address.
private struct Attempts<Key: Hashable & Sendable>: Sendable {
  private let limit: Int
  private let remembered: Int
  private var times: [Key: [Timestamp]] = [:]

  init(limit: Int, remembered: Int) {
    self.limit = limit
    self.remembered = remembered
  }

  func mayTry(_ key: Key, since: Timestamp) -> Bool {
    times[key, default: []].count { $0 > since } < limit
  }

  mutating func add(_ key: Key, at time: Timestamp, since: Timestamp) {
    if times[key] == nil { makeRoom(since) }
    times[key] = times[key, default: []].filter { $0 > since } + [time]
  }

  private mutating func makeRoom(_ since: Timestamp) {
    guard times.count >= remembered else { return }
    times = times.filter { ($0.value.last ?? since) > since }
    guard times.count >= remembered,
      let oldest = times.min(by: { ($0.value.last ?? since) < ($1.value.last ?? since) })?.key
    else { return }
    times[oldest] = nil
  }

  mutating func forget(_ key: Key) { times[key] = nil }

  mutating func forgetLatest(_ key: Key) {
    _ = times[key]?.popLast()
    if times[key]?.isEmpty == true { times[key] = nil }
  }
}
