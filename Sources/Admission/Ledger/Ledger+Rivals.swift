import QueueContracts

/// The effect of a child's other applications on a new one.
public struct Rivalry: Sendable, Equatable {
  /// The application that makes the new one a duplicate; nil if none does.
  public let blocking: ApplicationRecord?
  /// An application for the same child and service that gives way to the new one.
  ///
  /// Nil if there is none, or if ``blocking`` is set.
  public let givingWay: ApplicationRecord?

  /// Creates a rivalry; without arguments, the child has no other application that counts.
  public init(blocking: ApplicationRecord? = nil, givingWay: ApplicationRecord? = nil) {
    self.blocking = blocking
    self.givingWay = givingWay
  }
}

extension Ledger {
  /// Weighs an application that is not accepted yet against the child's other applications.
  public func rivalry(of record: ApplicationRecord) -> Rivalry {
    let rivals = applications(ofChild: record.childIin).filter { $0.rivals(record) }
      .sorted { ($0.submittedAt, $0.number.text) < ($1.submittedAt, $1.number.text) }
    let blockingRivals = rivals.filter { !$0.givesWay(to: record) }
    // An application of the same applicant comes first, because the applicant may be told its number.
    let blocking = blockingRivals.first { $0.applicantIin == record.applicantIin } ?? blockingRivals.first
    return Rivalry(blocking: blocking, givingWay: blocking == nil ? rivals.first : nil)
  }
}

extension ApplicationRecord {
  /// Tells whether this application's service, state and year make it a rival of another application for the child.
  fileprivate func rivals(_ other: ApplicationRecord) -> Bool {
    guard id != other.id, childIin == other.childIin, service == other.service else { return false }
    return switch service {
    case .enrolment: campaign == other.campaign && state.blocksOthers
    case .homeSchooling, .transfer: state == .inProcessing
    }
  }

  /// Tells whether this application gives way to the application of another applicant, that is, does not block it.
  ///
  /// This application gives way if the registers name the other applicant as parent or guardian, and do not name this
  /// application's own applicant. Otherwise anybody could keep the child's parents out by a made-up decision on
  /// guardianship.
  func givesWay(to other: ApplicationRecord) -> Bool {
    childIin == other.childIin && applicantIin != other.applicantIin && registeredRelation == .unnamed
      && other.registeredRelation == .named
  }

  /// Notes the number of the rival application, as a duplicate or as a conflict.
  ///
  /// The applicant of this application is told the number of a duplicate. So another person's application is noted as a
  /// duplicate only if a register names this applicant as parent or guardian. The number of a conflict is told to the
  /// school.
  public mutating func note(_ rivalry: Rivalry) {
    if let blocking = rivalry.blocking, blocking.applicantIin == applicantIin || registeredRelation == .named {
      duplicateOf = blocking.number
    } else {
      conflictsWith = (rivalry.blocking ?? rivalry.givingWay)?.number
    }
  }
}
