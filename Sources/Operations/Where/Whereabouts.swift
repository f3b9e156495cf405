import Admission
import QueueContracts
import WorkerRuntime

/// Everything that is known of one application; personal data is masked unless it is asked for.
public struct Whereabouts: Encodable, Sendable {
  /// A school, by its BIN.
  public struct School: Encodable, Sendable {
    /// The school's BIN; a text that is none is masked, unless personal data is asked for.
    public let bin: String
  }

  /// The deregistration slip of a transfer.
  public struct Slip: Encodable, Sendable {
    /// The school that the child leaves.
    public let fromSchool: School
    /// The slip's number; masked unless it is asked for.
    public let number: String
    /// True if another application may use the slip.
    public let isFree: Bool
  }

  /// An entry of the service history.
  public struct Step: Encodable, Sendable {
    /// The entry's id.
    public let entryId: MessageID
    /// The part of the processing that the entry reports.
    public let step: ProcessingStep
    /// The status: in processing or completed.
    public let status: Status
    /// The resolution; nil as long as the application is in processing.
    public let resolution: Resolution?
    /// The recorded time of the judgement, decision or withdrawal.
    public let occurredAt: Timestamp
    /// The time at which the entry was posted.
    public let postedAt: Timestamp
    /// The codes and subjects of the reasons; `other` for a school's own code, unless personal data is asked for.
    public let reasons: [String]
  }

  /// The application's id.
  public let applicationId: ApplicationID
  /// False if nothing is known of the application.
  public let known: Bool
  /// The application's number, which the family knows; nil if neither the register nor the history has the application.
  public private(set) var number: ApplicationNumber?
  /// The service that is applied for; nil if neither the register nor the history has the application.
  public private(set) var service: Service?
  /// The application's state in the register; nil if the register does not have the application.
  public private(set) var state: String?
  /// The time at which the family applied.
  public private(set) var submittedAt: Timestamp?
  /// The time by which the answer is due.
  public private(set) var dueBy: Timestamp?
  /// The time at which the application was received; nil if it was judged at once.
  public private(set) var receivedAt: Timestamp?
  /// The time at which the application ended.
  public private(set) var endedAt: Timestamp?
  /// The application's arrival number at the school.
  public private(set) var arrival: Int?
  /// The number of the application that made this application a duplicate; nil if there is none, or if the applicant
  /// must not be told the number.
  public private(set) var duplicateOf: ApplicationNumber?
  /// The number of another application for the child, if the applicant must not be told this number.
  public private(set) var conflictsWith: ApplicationNumber?
  /// The school that is applied to.
  public private(set) var school: School?
  /// The applicant's IIN; masked unless it is asked for.
  public private(set) var applicantIin: String?
  /// The child's IIN; masked unless it is asked for.
  public private(set) var childIin: String?
  /// The child's name; masked unless it is asked for.
  public private(set) var childName: String?
  /// The deregistration slip; nil unless the application is for a transfer.
  public private(set) var slip: Slip?
  /// The recorded judgement; nil if the application has not been judged, or was judged by an older version.
  public let judgement: RecordedJudgement?
  /// The entries that the family was sent, in order.
  public let history: [Step]
  /// Says whether the broker was asked: `asked`, `notReached` or `notAsked`.
  public let broker: String
  /// All known events of the application, in the order of time.
  public let timeline: [TimelineEvent]
  /// A sentence that says what is not known about the parked queues; nil if everything about them is known.
  public let caveat: String?

  private enum CodingKeys: CodingKey {
    case applicationId, known, number, service, state, submittedAt, dueBy, receivedAt, endedAt, arrival, duplicateOf
    case conflictsWith, school, applicantIin, childIin, childName, slip, judgement, history, broker, timeline
  }

  /// Creates a report from its parts; use ``of(_:in:parked:personal:)`` to read the parts.
  public init(
    _ id: ApplicationID, record: ApplicationRecord?, entries: [HistoryEntry], slip: SlipKey? = nil,
    events: [DeliveryEventRecord] = [], judgement: Judgement? = nil, parked: ParkedNow = .notAsked, personal: Bool
  ) {
    applicationId = id
    self.judgement = judgement.map(RecordedJudgement.init)
    timeline = TimelineEvent.timeline(
      record, judgement: self.judgement, entries: entries, events: events, parked: parked)
    known = !timeline.isEmpty
    broker = parked.word
    caveat = parked.caveat
    history = ApplicationHistory(entries).entries.map { Step($0, personal: personal) }
    number = entries.first?.number
    service = entries.first?.service
    guard let record else { return }
    number = record.number
    service = record.service
    state = record.state.rawValue
    submittedAt = record.submittedAt
    dueBy = record.dueBy
    endedAt = record.endedAt
    receivedAt = record.receivedAt
    arrival = record.arrival
    school = School(bin: record.school.bin.shownAsBIN(personal: personal))
    duplicateOf = record.duplicateOf
    conflictsWith = record.conflictsWith
    applicantIin = personal ? record.applicantIin : record.applicantIin.masked
    childIin = personal ? record.childIin : record.childIin.masked
    childName = record.childName.map { personal ? $0 : .mask }
    self.slip = slip.map { slip in
      Slip(
        fromSchool: School(bin: slip.fromSchoolBin.shownAsBIN(personal: personal)),
        number: personal ? slip.number : slip.number.masked, isFree: !record.state.blocksOthers)
    }
  }
}

extension Whereabouts {
  /// Asks the store for everything that it has of an application.
  ///
  /// - Parameters:
  ///   - application: the application's id.
  ///   - records: the workers' store.
  ///   - parked: the application's parked messages; see ``ParkedNow/of(_:_:)``.
  ///   - personal: true to give IINs, the child's name and the slip's number in full.
  /// - Returns: everything that is known of the application; little more than its id if the store does not have it.
  /// - Throws: ``OperationFailure`` if the store does not answer.
  public static func of(
    _ application: ApplicationID, in records: any Records, parked: ParkedNow = .notAsked, personal: Bool = false
  ) async throws -> Whereabouts {
    try await Connections.asking {
      Whereabouts(
        application, record: try await records.application(application),
        entries: try await records.entries(of: application), slip: try await records.slip(of: application),
        events: try await records.deliveryEvents(of: application),
        judgement: try await records.judgements(of: [application]).first, parked: parked, personal: personal)
    }
  }
}

extension Whereabouts.Step {
  fileprivate init(_ entry: HistoryEntry, personal: Bool) {
    self.init(
      entryId: entry.entryId, step: entry.step, status: entry.status, resolution: entry.resolution,
      occurredAt: entry.occurredAt, postedAt: entry.postedAt,
      reasons: entry.reasons.map { $0.short(personal: personal) })
  }
}
