/// Values by their keys, a bounded number of them.
///
/// Two generations: when the younger one is full the elder is forgotten, and what was asked for lately has moved on.
package struct LRUCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private var younger: [Key: Value] = [:]
  private var elder: [Key: Value] = [:]
  private let half: Int

  /// Creates an empty one.
  ///
  /// - Parameter limit: how many are kept at most, 2 or more.
  package init(limit: Int) { half = max(1, limit / 2) }

  package var count: Int { younger.count + elder.count }

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
