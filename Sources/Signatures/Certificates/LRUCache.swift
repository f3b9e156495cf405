/// Verified ways to a root, by what they begin with; a bounded number of them.
///
/// Two generations: when the younger one is full the elder is forgotten, and what was asked for lately has moved on.
struct LRUCache<Key: Hashable & Sendable>: Sendable {
  private var younger: [Key: IssuerChain] = [:]
  private var elder: [Key: IssuerChain] = [:]
  private let half: Int

  /// - Parameter limit: how many are kept at most, 2 or more.
  init(limit: Int) { half = max(1, limit / 2) }

  var count: Int { younger.count + elder.count }

  subscript(key: Key) -> IssuerChain? {
    mutating get {
      if let way = younger[key] { return way }
      guard let way = elder.removeValue(forKey: key) else { return nil }
      self[key] = way
      return way
    }
    set {
      if younger.count >= half { (younger, elder) = ([:], younger) }
      younger[key] = newValue
    }
  }
}
