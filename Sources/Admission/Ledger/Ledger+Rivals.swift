import QueueContracts

/// The other applications of a child, as far as they matter for one more.
public struct Rivalry: Sendable, Equatable {
  /// The application that makes the new one a duplicate; nil if none does.
  public let holder: ApplicationRecord?
  /// An application that stands beside the new one, and gives way to it; nil if there is none.
  public let conflict: ApplicationRecord?

  /// Creates a rivalry, or none.
  public init(holder: ApplicationRecord? = nil, conflict: ApplicationRecord? = nil) {
    self.holder = holder
    self.conflict = conflict
  }
}

extension Ledger {
  /// Weighs an application that is not accepted yet against the others of its child.
  public func rivalry(of record: ApplicationRecord) -> Rivalry {
    let rivals = applications(ofChild: record.childIin).filter { $0.rivals(record) }
      .sorted { ($0.submittedAt, $0.number.text) < ($1.submittedAt, $1.number.text) }
    let holders = rivals.filter { !$0.givesWay(to: record) }
    // The applicant's own comes first, because its number may always be told.
    let holder = holders.first { $0.applicantIin == record.applicantIin } ?? holders.first
    return Rivalry(holder: holder, conflict: holder == nil ? rivals.first : nil)
  }
}

extension ApplicationRecord {
  /// Tells whether this application, by its service, state and year, leaves no room for the other one of the same
  /// child.
  fileprivate func rivals(_ other: ApplicationRecord) -> Bool {
    guard id != other.id, childIin == other.childIin, service == other.service else { return false }
    return switch service {
    case .enrolment: campaign == other.campaign && state.holds
    case .homeSchooling, .transfer: state == .inProcessing
    }
  }

  /// Tells whether this application gives way to another applicant's, and does not hold it up.
  ///
  /// It does if the registers name the other applicant, and not the one who submitted this. Anybody may attach a
  /// made-up decision on guardianship; without this rule it would keep the child's parents out.
  func givesWay(to other: ApplicationRecord) -> Bool {
    childIin == other.childIin && applicantIin != other.applicantIin && tie == .unnamed && other.tie == .named
  }

  /// Notes the number of the application that a rivalry is with.
  ///
  /// The applicant is told of another person's application only if a register names the applicant.
  public mutating func note(_ rivalry: Rivalry) {
    if let holder = rivalry.holder, holder.applicantIin == applicantIin || tie == .named {
      duplicateOf = holder.number
    } else {
      conflictsWith = (rivalry.holder ?? rivalry.conflict)?.number
    }
  }
}
