public import QueueContracts

/// A school as a family knows it: by its name, its telephone and its address.
public struct School: Sendable, Equatable {
  /// The school's name in each language; empty if the directory has none.
  public let name: LocalizedText
  /// The school's telephone; nil if the directory has none.
  public let phone: String?
  /// The school's address; nil if the directory lacks it in one of the three languages.
  public let address: LocalizedText?
  /// True for a special school, for children with special educational needs (S-title).
  public let isSpecial: Bool

  /// Creates a school of the directory.
  public init(name: LocalizedText, phone: String? = nil, address: LocalizedText? = nil, isSpecial: Bool = false) {
    self.name = name
    self.phone = phone
    self.address = address
    self.isSpecial = isSpecial
  }
}
