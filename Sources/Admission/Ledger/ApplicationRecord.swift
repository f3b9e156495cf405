public import QueueContracts

/// One application in the register.
public struct ApplicationRecord: Sendable, Equatable {
  /// Where an application stands.
  ///
  /// A state never goes backwards. An end is never undone: ``Ledger`` changes it only where a place is given back, or a
  /// school corrects its decision.
  public enum State: String, Sendable, CaseIterable {
    /// It waits, or is parked, before it is judged: it has no number, slip or place.
    case received
    case inProcessing
    /// A worker refused it on formal grounds.
    case refused
    case enrolledBySchool
    case refusedBySchool
    case withdrawn

    public var isFinal: Bool { self != .received && self != .inProcessing }
    /// It takes the child's place in the campaign, and holds its deregistration slip.
    public var holds: Bool { self == .inProcessing || self == .enrolledBySchool }
  }

  public let id: ApplicationID
  public let number: ApplicationNumber
  public let service: Service
  public let language: Language
  /// As written in the form.
  public let applicantIin: String
  public let childIin: String
  /// Given name and initial, for a citizen's eyes; nil as long as nobody is known to have signed the form.
  public let childName: String?
  /// Nil as long as nobody is known to have signed the form, and of an application that an older version entered.
  public let grade: Int?
  /// As written in the form; a number of the directory once the application is accepted.
  public let school: SchoolReference
  public let submittedAt: Timestamp
  public let dueBy: Timestamp
  public internal(set) var state: State
  /// Its number among the accepted applications of the school and year; nil before its acceptance.
  public internal(set) var arrival: Int?
  /// When it was entered before it could be judged; nil if it was judged at once.
  public internal(set) var receivedAt: Timestamp?
  /// When it ended, the latest time; nil before.
  public internal(set) var endedAt: Timestamp?
  /// The number of the application that made this one a duplicate; nil if none did, or the applicant may not know it.
  public var duplicateOf: ApplicationNumber?
  /// What the registers say of the applicant.
  public var tie: ApplicantTie
  /// The number of another application for the child that the applicant may not know: one that gave way to this one, or
  /// that made this one a duplicate.
  public internal(set) var conflictsWith: ApplicationNumber?
  /// What its school has decided.
  public internal(set) var decisions: DecisionLog

  public init(
    id: ApplicationID, number: ApplicationNumber, service: Service, language: Language, applicantIin: String,
    childIin: String, childName: String?, grade: Int? = nil, school: SchoolReference, submittedAt: Timestamp,
    dueBy: Timestamp, state: State = .inProcessing, arrival: Int? = nil, receivedAt: Timestamp? = nil,
    endedAt: Timestamp? = nil, duplicateOf: ApplicationNumber? = nil, tie: ApplicantTie = .unknown,
    conflictsWith: ApplicationNumber? = nil, decisions: DecisionLog = DecisionLog()
  ) {
    self.id = id
    self.number = number
    self.service = service
    self.language = language
    self.applicantIin = applicantIin
    self.childIin = childIin
    self.childName = childName
    self.grade = grade
    self.school = school
    self.submittedAt = submittedAt
    self.dueBy = dueBy
    self.state = state
    self.arrival = arrival
    self.receivedAt = receivedAt
    self.endedAt = endedAt
    self.duplicateOf = duplicateOf
    self.tie = tie
    self.conflictsWith = conflictsWith
    self.decisions = decisions
  }

  /// The calendar year of submission, in Kazakhstan.
  public var campaign: Int { submittedAt.day.year }

  public var schoolYear: SchoolYear { SchoolYear(of: self) }

  /// What the citizen is told of it.
  public func update(
    _ status: Status, _ resolution: Resolution? = nil, step: ProcessingStep, at time: Timestamp, reasons: [Reason] = []
  ) -> ProcessingUpdated {
    ProcessingUpdated(
      applicationId: id, number: number, recipientIin: applicantIin, service: service, language: language,
      status: status, resolution: resolution, step: step, occurredAt: time, dueBy: status == .completed ? nil : dueBy,
      school: school, childName: childName, grade: grade, reasons: reasons)
  }
}

/// The applications of one school and calendar year, which share one row of arrival numbers.
public struct SchoolYear: Hashable, Sendable {
  /// The school's number.
  public let school: String
  public let year: Int

  public init(school: BIN, year: Int) {
    self.school = school.digits
    self.year = year
  }

  fileprivate init(of record: ApplicationRecord) {
    school = record.school.bin
    year = record.campaign
  }
}

/// A deregistration slip is known by the school that gave it and its number.
public struct SlipKey: Hashable, Sendable {
  public let fromSchoolBin: String
  public let number: String

  public init(fromSchoolBin: String, number: String) { (self.fromSchoolBin, self.number) = (fromSchoolBin, number) }
}
