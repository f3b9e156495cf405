public import QueueContracts

/// An application in the register.
public struct ApplicationRecord: Sendable, Equatable {
  /// The state of an application.
  ///
  /// An application that has ended never becomes received or in processing again. Its final state changes only if the
  /// family gives a place back, or if the school corrects its decision.
  public enum State: String, Sendable, CaseIterable {
    /// The application is not judged yet, because it waits or is parked; it has no arrival number, slip or place.
    case received
    /// The application was accepted, and its school has not decided.
    case inProcessing
    /// A worker refused the application on formal grounds.
    case refused
    /// The school gave a place.
    case enrolledBySchool
    /// The school gave no place.
    case refusedBySchool
    /// The applicant withdrew.
    case withdrawn

    /// True if the application has ended.
    public var isFinal: Bool { self != .received && self != .inProcessing }
    /// True if the application is in processing or has a place.
    ///
    /// Such an application can make another application a duplicate, and no other application may use its
    /// deregistration slip.
    public var blocksOthers: Bool { self == .inProcessing || self == .enrolledBySchool }
    /// True if the application blocks others, or can do so again because its school may correct its refusal.
    var mayBlockOthers: Bool { blocksOthers || self == .refusedBySchool }
  }

  /// The application's identifier.
  public let id: ApplicationID
  /// The application's number, as the citizen sees it.
  public let number: ApplicationNumber
  /// The service that was applied for.
  public let service: Service
  /// The language that the family is answered in.
  public let language: Language
  /// The applicant's IIN as written in the form.
  public let applicantIin: String
  /// The child's IIN as written in the form.
  public let childIin: String
  /// The child's given name and the initial of the family name; nil until the form's signature is verified.
  public let childName: String?
  /// The grade that was applied for, 0 to 12.
  ///
  /// The grade is nil until the form's signature is verified, and nil for an application that an older version entered.
  public let grade: Int?
  /// The school as written in the form; only an accepted application's school is surely in the directory.
  public let school: SchoolReference
  /// The time of submission.
  public let submittedAt: Timestamp
  /// The time by which the answer is due.
  public let dueBy: Timestamp
  /// The application's state.
  public internal(set) var state: State
  /// The arrival number at the school within the year, from 1; nil until the application is passed to the school.
  public internal(set) var arrival: Int?
  /// The time at which the application was entered as received; nil if it was judged at once.
  public internal(set) var receivedAt: Timestamp?
  /// The time at which the application last ended; nil if it has not ended.
  public internal(set) var endedAt: Timestamp?
  /// The number of the application that made this one a duplicate.
  ///
  /// The number is nil if there is no such application, or if the applicant must not be told the number.
  public var duplicateOf: ApplicationNumber?
  /// The result of asking the state registers whether the applicant is the child's parent or guardian.
  public var registeredRelation: RegisteredRelation
  /// The number of another application for the child, if the applicant must not be told this number.
  ///
  /// The other application either made this one a duplicate, or gave way to it (``givesWay(to:)``).
  public internal(set) var conflictsWith: ApplicationNumber?
  /// The decisions of the application's school.
  public internal(set) var decisions: DecisionLog

  /// Creates an application of the register.
  public init(
    id: ApplicationID, number: ApplicationNumber, service: Service, language: Language, applicantIin: String,
    childIin: String, childName: String?, grade: Int? = nil, school: SchoolReference, submittedAt: Timestamp,
    dueBy: Timestamp, state: State = .inProcessing, arrival: Int? = nil, receivedAt: Timestamp? = nil,
    endedAt: Timestamp? = nil, duplicateOf: ApplicationNumber? = nil, registeredRelation: RegisteredRelation = .unknown,
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
    self.registeredRelation = registeredRelation
    self.conflictsWith = conflictsWith
    self.decisions = decisions
  }

  /// The calendar year of submission, in Kazakhstan.
  public var campaign: Int { submittedAt.day.year }

  /// The school and the calendar year of submission, within which arrival numbers are counted.
  public var schoolYear: SchoolYear { SchoolYear(of: self) }

  /// The update that tells the family where the application stands.
  public func update(
    _ status: Status, _ resolution: Resolution? = nil, step: ProcessingStep, at time: Timestamp, reasons: [Reason] = []
  ) -> ProcessingUpdated {
    ProcessingUpdated(
      applicationId: id, number: number, recipientIin: applicantIin, service: service, language: language,
      status: status, resolution: resolution, step: step, occurredAt: time, dueBy: status == .completed ? nil : dueBy,
      school: school, childName: childName, grade: grade, reasons: reasons)
  }
}

/// A school and a calendar year, whose applications share one series of arrival numbers.
public struct SchoolYear: Hashable, Sendable {
  /// The school's BIN.
  public let school: String
  /// The calendar year of submission.
  public let year: Int

  /// Creates the key of a school and year.
  public init(school: BIN, year: Int) {
    self.school = school.digits
    self.year = year
  }

  fileprivate init(of record: ApplicationRecord) {
    school = record.school.bin
    year = record.campaign
  }
}

/// The applications that were accepted with one deregistration slip.
public struct SlipHolders: Sendable, Equatable {
  /// The application that the slip was last given to.
  public let latest: ApplicationID
  /// The earlier applications that have a place by the slip, or get one if their school corrects its refusal; the latest
  /// of them comes first.
  public let earlier: [ApplicationID]

  /// Creates the holders of a slip.
  public init(latest: ApplicationID, earlier: [ApplicationID] = []) {
    self.latest = latest
    self.earlier = earlier
  }

  /// The latest holder and the earlier ones.
  public var all: [ApplicationID] { [latest] + earlier }
}

/// The key of a deregistration slip: the school that gave it, and its number.
public struct SlipKey: Hashable, Sendable {
  /// The releasing school's BIN.
  public let fromSchoolBin: String
  /// The slip's number.
  public let number: String

  /// Creates the key of a slip.
  public init(fromSchoolBin: String, number: String) {
    self.fromSchoolBin = fromSchoolBin
    self.number = number
  }
}
