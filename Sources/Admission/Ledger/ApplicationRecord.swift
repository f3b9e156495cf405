public import QueueContracts

/// One application in the register.
public struct ApplicationRecord: Sendable, Equatable {
  /// Where an application stands.
  ///
  /// Only ``inProcessing`` can change, so a state never goes backwards.
  public enum State: String, Sendable, CaseIterable {
    case inProcessing
    /// A worker refused it on formal grounds.
    case refused
    case enrolledBySchool
    case refusedBySchool
    case withdrawn

    public var isFinal: Bool { self != .inProcessing }
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
  /// Given name and initial, for a citizen's eyes; empty if nobody is known to have signed the form.
  public let childName: String
  public let school: BIN
  public let submittedAt: Timestamp
  public let dueBy: Timestamp
  public internal(set) var state: State
  /// Its number among the accepted applications of the school and year; nil before its acceptance.
  public internal(set) var arrival: Int?
  /// When it ended; nil while it is in processing.
  public internal(set) var endedAt: Timestamp?
  /// The number of the application that made this one a duplicate; nil where none did.
  public var duplicateOf: ApplicationNumber?

  public init(
    id: ApplicationID, number: ApplicationNumber, service: Service, language: Language, applicantIin: String,
    childIin: String, childName: String, school: BIN, submittedAt: Timestamp, dueBy: Timestamp,
    state: State = .inProcessing, arrival: Int? = nil, endedAt: Timestamp? = nil,
    duplicateOf: ApplicationNumber? = nil
  ) {
    (self.id, self.number, self.service, self.language) = (id, number, service, language)
    (self.applicantIin, self.childIin, self.childName) = (applicantIin, childIin, childName)
    (self.school, self.submittedAt, self.dueBy) = (school, submittedAt, dueBy)
    (self.state, self.arrival, self.endedAt, self.duplicateOf) = (state, arrival, endedAt, duplicateOf)
  }

  /// The calendar year of submission, in Kazakhstan.
  public var campaign: Int { submittedAt.day.year }

  public var schoolYear: SchoolYear { SchoolYear(school: school, year: campaign) }

  /// What the citizen is told of it.
  public func update(
    _ status: Status, _ resolution: Resolution? = nil, step: ProcessingStep, at time: Timestamp, reasons: [Reason] = []
  ) -> ProcessingUpdated {
    ProcessingUpdated(
      applicationId: id, number: number, recipientIin: applicantIin, service: service, language: language,
      status: status, resolution: resolution, step: step, occurredAt: time, dueBy: status == .completed ? nil : dueBy,
      school: SchoolReference(bin: school.digits), childName: childName.isEmpty ? nil : childName,
      reasons: reasons)
  }
}

/// The applications of one school and calendar year, which share one row of arrival numbers.
public struct SchoolYear: Hashable, Sendable {
  public let school: BIN
  public let year: Int

  public init(school: BIN, year: Int) { (self.school, self.year) = (school, year) }
}

/// A deregistration slip is known by the school that gave it and its number.
public struct SlipKey: Hashable, Sendable {
  public let fromSchoolBin: String
  public let number: String

  public init(fromSchoolBin: String, number: String) { (self.fromSchoolBin, self.number) = (fromSchoolBin, number) }
}
