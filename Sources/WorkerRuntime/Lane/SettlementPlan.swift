import QueueContracts

/// What a batch is replaced by, and how each of its deliveries ended.
struct SettlementPlan: Sendable {
  enum Ending: Sendable, Equatable {
    case completed
    /// It had been decided before; the recorded outputs went out once more.
    case repeated
    case retried(reason: String)
    case parked(ParkingCode)
  }

  /// What becomes of one delivery.
  struct Step: Sendable {
    let tag: DeliveryTag
    /// Nil where it has none that is fit to be named.
    let messageId: MessageID?
    let publications: [Publication]
    let ending: Ending
    /// Where it was not completed and is named by ids.
    let event: DeliveryEvent?
  }

  var steps: [Step]

  var publications: [Publication] { steps.flatMap(\.publications) }
  var tags: [DeliveryTag] { steps.map(\.tag) }
  var events: [DeliveryEvent] { steps.compactMap(\.event) }
}
