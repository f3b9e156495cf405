/// A cache of a bounded number of values by key; it drops values that have not been read lately.
///
/// It keeps two generations. When the younger one is full, it becomes the elder one, and the former elder one is
/// dropped. A value that is read moves to the younger generation.
package struct LRUCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private var younger: [Key: Value] = [:]
  private var elder: [Key: Value] = [:]
  private let half: Int

  /// Creates an empty cache.
  ///
  /// - Parameter limit: the number of values that are kept at most, 2 or more.
  package init(limit: Int) { half = max(1, limit / 2) }

  /// The number of values that are kept.
  package var count: Int { younger.count + elder.count }

  /// The value of a key, or nil if the cache has none; reading a value keeps it longer.
  package subscript(key: Key) -> Value? {
    mutating get {
      if let value = younger[key] { return value }
      guard let value = elder.removeValue(forKey: key) else { return nil }
      self[key] = value
      return value
    }
    set {
      if younger.count >= half { (younger, elder) = ([:], younger) }
      younger[key] = newValue
    }
  }
}
