public import QueueContracts

extension Child {
  /// The child's name in a message to the family: given name and the first letter of the family name.
  public var shortName: String { familyName.first.map { "\(givenName) \($0)." } ?? givenName }
}
