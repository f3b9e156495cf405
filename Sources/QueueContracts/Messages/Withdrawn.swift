/// The applicant withdrew an application: one body, which three receivers are told by a `type` of their own
/// (contract 4.3).
public struct Withdrawn<Receiver: WithdrawalReceiver>: RoutedContract, PersonalData {
  public static var route: MessageRoute { Receiver.route }

  public var applicationId: ApplicationID
  /// As written; another's is parked as `withdrawal.notApplicant`.
  @Bounded<AsWritten> public var applicantIin: String
  public var withdrawnAt: Timestamp

  public init(applicationId: ApplicationID, applicantIin: String, withdrawnAt: Timestamp) {
    self.applicationId = applicationId
    self.applicantIin = applicantIin
    self.withdrawnAt = withdrawnAt
  }

  /// The same withdrawal, told to another receiver.
  public init(telling other: Withdrawn<some WithdrawalReceiver>) {
    self.init(
      applicationId: other.applicationId, applicantIin: other.applicantIin, withdrawnAt: other.withdrawnAt)
  }
}

/// Who is told of a withdrawal.
public protocol WithdrawalReceiver: Sendable {
  static var route: MessageRoute { get }
}

/// IntakeWorker, told by the portal.
public enum WithdrawalToIntake: WithdrawalReceiver {
  public static let route = MessageRoute(
    "application.withdrawn.v1", from: [.portal], to: [RouteReader(.intake, boundBy: "application.*")])
}

/// TransferWorker, told by intake.
public enum WithdrawalToTransfer: WithdrawalReceiver {
  public static let route = MessageRoute(
    "transfer.withdrawn.v1", from: [.intake], to: [RouteReader(.transfer)])
}

/// The school, told by intake.
public enum WithdrawalToSchool: WithdrawalReceiver {
  public static let route = MessageRoute(
    "school.admissionWithdrawn.v1", .bin, from: [.intake], to: [RouteReader(.schools), RouteReader(.school)])
}

/// Portal → intake.
public typealias ApplicationWithdrawn = Withdrawn<WithdrawalToIntake>
/// Intake → transfer.
public typealias TransferWithdrawn = Withdrawn<WithdrawalToTransfer>
/// Intake → the school.
public typealias SchoolAdmissionWithdrawn = Withdrawn<WithdrawalToSchool>
