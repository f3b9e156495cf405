/// How a broker differs from what is wanted of it.
public struct TopologyDifference: Sendable, Equatable {
  /// "queue" or "exchange".
  public let kind: String
  public let name: String
  /// Nil when it is not there at all.
  public let argument: String?
  /// What the broker has.
  public let declared: String?
  public let wanted: String?
  /// What to do about it without losing a message.
  public let migration: String
  /// Whether it does no harm on a broker of this version, but will on a later one.
  public let isHarmlessYet: Bool

  /// It is not there.
  init(kind: String, name: String) {
    (self.kind, self.name) = (kind, name)
    (argument, declared, wanted) = (nil, nil, nil)
    migration = "To declare it: admissionctl topology apply."
    isHarmlessYet = false
  }

  init(_ mismatch: TopologyMismatch, isHarmlessYet: Bool = false) {
    self.isHarmlessYet = isHarmlessYet
    (kind, name, argument) = (mismatch.kind, mismatch.name, mismatch.argument)
    (declared, wanted, migration) = (mismatch.declared, mismatch.wanted, mismatch.migration)
  }
}
