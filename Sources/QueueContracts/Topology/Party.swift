/// A sender or reader of messages (contract, section 2).
public enum Party: Sendable, Hashable {
  /// The portal eGov, by which families apply.
  case portal
  /// A worker of this system.
  case worker(WorkerName)
  /// The hub: one system that decides for all schools.
  case schools
  /// A school's own system, which decides for that school alone.
  case school

  /// IntakeWorker.
  public static let intake = Party.worker(.intake)
  /// TransferWorker.
  public static let transfer = Party.worker(.transfer)
  /// NotifyWorker.
  public static let notify = Party.worker(.notify)

  /// The queue that the party consumes.
  ///
  /// It is nil for the portal, which has no queue, and for a school's own system, whose queue depends on its BIN.
  public var queue: String? {
    switch self {
    case .worker(let name): name.queue
    case .schools: QueueName.schools
    case .portal, .school: nil
    }
  }
}
