public import QueueContracts

/// A school as a family knows it: by its name, its telephone and its address.
public struct School: Sendable, Equatable {
  /// What the directory says of the school in each language; empty where it says nothing.
  public let name: LocalizedText
  /// Nil where the directory has none.
  public let phone: String?
  /// Nil where the directory has none in all three languages.
  public let address: LocalizedText?
  /// A special school, for children with special educational needs (S-title).
  public let isSpecial: Bool

  public init(name: LocalizedText, phone: String? = nil, address: LocalizedText? = nil, isSpecial: Bool = false) {
    self.name = name
    self.phone = phone
    self.address = address
    self.isSpecial = isSpecial
  }
}
