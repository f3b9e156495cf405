/// A school as a message names it.
public struct SchoolReference: Codable, Sendable, Hashable {
  /// As written: a wrong or unknown number is parked as `school.unknown`, not as undecodable.
  @Bounded<AsWritten> public var bin: String

  public init(bin: String) { self.bin = bin }
}
