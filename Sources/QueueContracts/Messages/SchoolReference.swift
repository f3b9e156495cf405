/// A school as a message refers to it.
public struct SchoolReference: Codable, Sendable, Hashable {
  /// The school's BIN as written; with a wrong or unknown BIN, the message is parked as `school.unknown`.
  @Bounded<AsWritten> public var bin: String

  /// Refers to a school by its BIN, which is not checked.
  public init(bin: String) { self.bin = bin }
}
