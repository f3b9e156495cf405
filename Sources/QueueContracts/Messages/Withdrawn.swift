/// The withdrawal of an application by its applicant (contract 4.3).
///
/// Three receivers are told by the same body under a `type` of their own.
public struct Withdrawn<Receiver: WithdrawalReceiver>: RoutedContract, PersonalData {
  /// The receiver's route.
  public static var route: MessageRoute { Receiver.route }

  /// The application's identifier.
  public var applicationId: ApplicationID
  /// The IIN of the person who withdraws, as written: another's than the applicant's is parked as
  /// `withdrawal.notApplicant`.
  @Bounded<AsWritten> public var applicantIin: String
  /// The time of the withdrawal.
  public var withdrawnAt: Timestamp

  /// Creates a withdrawal.
  public init(applicationId: ApplicationID, applicantIin: String, withdrawnAt: Timestamp) {
    self.applicationId = applicationId
    self.applicantIin = applicantIin
    self.withdrawnAt = withdrawnAt
  }

  /// Tells another receiver of the same withdrawal.
  public init(telling other: Withdrawn<some WithdrawalReceiver>) {
    self.init(
      applicationId: other.applicationId, applicantIin: other.applicantIin, withdrawnAt: other.withdrawnAt)
  }
}

/// A receiver of withdrawals, by the route on which it is told.
public protocol WithdrawalReceiver: Sendable {
  /// The route on which the receiver is told.
  static var route: MessageRoute { get }
}

/// IntakeWorker as the portal tells it.
public enum WithdrawalToIntake: WithdrawalReceiver {
  /// The route from the portal to intake.
  public static let route = MessageRoute(
    "application.withdrawn.v1", from: [.portal], to: [RouteReader(.intake, boundBy: "application.*")])
}

/// TransferWorker as intake tells it.
public enum WithdrawalToTransfer: WithdrawalReceiver {
  /// The route from intake to transfer.
  public static let route = MessageRoute(
    "transfer.withdrawn.v1", from: [.intake], to: [RouteReader(.transfer)])
}

/// The school as intake tells it.
public enum WithdrawalToSchool: WithdrawalReceiver {
  /// The route from intake to the schools, by a routing key for each school.
  public static let route = MessageRoute(
    "school.admissionWithdrawn.v1", .bin, from: [.intake], to: [RouteReader(.schools), RouteReader(.school)])
}

/// A withdrawal on its way from the portal to intake.
public typealias ApplicationWithdrawn = Withdrawn<WithdrawalToIntake>
/// A withdrawal on its way from intake to transfer.
public typealias TransferWithdrawn = Withdrawn<WithdrawalToTransfer>
/// A withdrawal on its way from intake to the school.
public typealias SchoolAdmissionWithdrawn = Withdrawn<WithdrawalToSchool>
