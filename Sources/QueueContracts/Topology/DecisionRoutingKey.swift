/// The routing key of a decision, taken apart (contract, section 2).
public struct DecisionRoutingKey: Sendable, Equatable {
  /// The service of the application that was decided.
  public let service: Service
  /// The school whose own system sent the decision; nil if the hub sent it.
  public let school: BIN?

  /// Reads a routing key; nil if it is not the key of a decision.
  public init?(_ routingKey: String) {
    let beginning = "\(SchoolDecided.route.name)."
    guard routingKey.hasPrefix(beginning) else { return nil }
    let words = routingKey.dropFirst(beginning.count).split(separator: ".", omittingEmptySubsequences: false)
    guard words.count <= 2, let service = Service(rawValue: String(words[0])) else { return nil }
    self.service = service
    guard words.count == 2 else {
      school = nil
      return
    }
    guard let bin = BIN(String(words[1])) else { return nil }
    school = bin
  }
}
