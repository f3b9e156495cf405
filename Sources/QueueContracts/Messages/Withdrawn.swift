/// The withdrawal of an application, sent by the portal to intake (contract 4.3).
public struct ApplicationWithdrawn: RoutedContract, PersonalData {
  /// The route from the portal to intake.
  public static let route = MessageRoute(
    "application.withdrawn.v1", from: [.portal], to: [RouteReader(.intake, boundBy: "application.*")])

  /// The application's identifier.
  public var applicationId: ApplicationID
  /// The IIN of the person who withdraws, as written.
  ///
  /// If that person is not the applicant, the message is parked as `withdrawal.notApplicant`.
  @Bounded<AsWritten> public var applicantIin: String
  /// The time of the withdrawal.
  public var withdrawnAt: Timestamp

  /// Creates a withdrawal.
  public init(applicationId: ApplicationID, applicantIin: String, withdrawnAt: Timestamp) {
    self.applicationId = applicationId
    self.applicantIin = applicantIin
    self.withdrawnAt = withdrawnAt
  }
}

/// The withdrawal of an application, sent by intake to TransferWorker (contract 4.3).
public struct TransferWithdrawn: RoutedContract, PersonalData {
  /// The route from intake to transfer.
  public static let route = MessageRoute("transfer.withdrawn.v1", from: [.intake], to: [RouteReader(.transfer)])

  /// The application's identifier.
  public var applicationId: ApplicationID
  /// The IIN of the applicant.
  @Bounded<AsWritten> public var applicantIin: String
  /// The time of the withdrawal.
  public var withdrawnAt: Timestamp

  /// Creates a withdrawal.
  public init(applicationId: ApplicationID, applicantIin: String, withdrawnAt: Timestamp) {
    self.applicationId = applicationId
    self.applicantIin = applicantIin
    self.withdrawnAt = withdrawnAt
  }

  /// Creates the message with the values of the portal's withdrawal.
  public init(telling other: ApplicationWithdrawn) {
    self.init(
      applicationId: other.applicationId, applicantIin: other.applicantIin, withdrawnAt: other.withdrawnAt)
  }
}

/// The withdrawal of an application, sent by intake to the school (contract 4.3).
public struct SchoolAdmissionWithdrawn: RoutedContract, PersonalData {
  /// The route from intake to the schools; each school has its own routing key.
  public static let route = MessageRoute(
    "school.admissionWithdrawn.v1", .bin, from: [.intake], to: [RouteReader(.schools), RouteReader(.school)])

  /// The application's identifier.
  public var applicationId: ApplicationID
  /// The IIN of the applicant.
  @Bounded<AsWritten> public var applicantIin: String
  /// The time of the withdrawal.
  public var withdrawnAt: Timestamp

  /// Creates a withdrawal.
  public init(applicationId: ApplicationID, applicantIin: String, withdrawnAt: Timestamp) {
    self.applicationId = applicationId
    self.applicantIin = applicantIin
    self.withdrawnAt = withdrawnAt
  }

  /// Creates the message with the values of the portal's withdrawal.
  public init(telling other: ApplicationWithdrawn) {
    self.init(
      applicationId: other.applicationId, applicantIin: other.applicantIin, withdrawnAt: other.withdrawnAt)
  }
}
