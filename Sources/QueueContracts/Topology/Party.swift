/// A sender or reader of messages (contract, section 2).
public enum Party: Sendable, Hashable {
  case portal
  case worker(WorkerName)
  /// The hub: one system that speaks for all schools.
  case schools
  /// A school's own system, which speaks for that school alone.
  case school

  public static let intake = Party.worker(.intake)
  public static let transfer = Party.worker(.transfer)
  public static let notify = Party.worker(.notify)

  /// The queue that it consumes; nil if it consumes none, or if that queue has the name of one school.
  public var queue: String? {
    switch self {
    case .worker(let name): name.queue
    case .schools: QueueName.schools
    case .portal, .school: nil
    }
  }
}
