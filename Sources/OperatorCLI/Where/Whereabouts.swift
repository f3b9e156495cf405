import Admission
import QueueContracts
import WorkerRuntime

/// What is known of one application, with what names a person masked unless it is asked for.
struct Whereabouts: Encodable {
  struct School: Encodable {
    let bin: String
  }

  /// The deregistration slip of a transfer.
  struct Slip: Encodable {
    let fromSchool: School
    let number: String
    /// Another application may use it.
    let isFree: Bool
  }

  struct Step: Encodable {
    let entryId: MessageID
    let step: ProcessingStep
    let status: Status
    let resolution: Resolution?
    let occurredAt: Timestamp
    let postedAt: Timestamp
    let reasons: [String]
  }

  let applicationId: ApplicationID
  let known: Bool
  private(set) var number: ApplicationNumber?
  private(set) var service: Service?
  private(set) var state: String?
  private(set) var submittedAt: Timestamp?
  private(set) var dueBy: Timestamp?
  private(set) var receivedAt: Timestamp?
  private(set) var endedAt: Timestamp?
  private(set) var arrival: Int?
  private(set) var duplicateOf: ApplicationNumber?
  private(set) var conflictsWith: ApplicationNumber?
  private(set) var school: School?
  private(set) var applicantIin: String?
  private(set) var childIin: String?
  private(set) var childName: String?
  private(set) var slip: Slip?
  /// Nil if it has not been judged, or by an older version.
  let judgement: RecordedJudgement?
  let history: [Step]
  /// `asked`, `notReached` or `notAsked`.
  let broker: String
  let timeline: [TimelineEvent]
  private let gap: String?

  private enum CodingKeys: CodingKey {
    case applicationId, known, number, service, state, submittedAt, dueBy, receivedAt, endedAt, arrival, duplicateOf
    case conflictsWith, school, applicantIin, childIin, childName, slip, judgement, history, broker, timeline
  }

  init(
    _ id: ApplicationID, record: ApplicationRecord?, entries: [HistoryEntry], slip: SlipKey? = nil,
    events: [DeliveryEventRecord] = [], judgement: Judgement? = nil, parked: ParkedNow = .notAsked, personal: Bool
  ) {
    applicationId = id
    self.judgement = judgement.map(RecordedJudgement.init)
    timeline = TimelineEvent.timeline(
      record, judgement: self.judgement, entries: entries, events: events, parked: parked)
    known = !timeline.isEmpty
    (broker, gap) = (parked.word, parked.gap)
    history = Standing(entries).entries.map(Step.init)
    (number, service) = (entries.first?.number, entries.first?.service)
    guard let record else { return }
    (number, service, state) = (record.number, record.service, record.state.rawValue)
    (submittedAt, dueBy, endedAt) = (record.submittedAt, record.dueBy, record.endedAt)
    receivedAt = record.receivedAt
    (arrival, school) = (record.arrival, School(bin: record.school.bin))
    duplicateOf = record.duplicateOf
    conflictsWith = record.conflictsWith
    applicantIin = personal ? record.applicantIin : record.applicantIin.masked
    childIin = personal ? record.childIin : record.childIin.masked
    childName = record.childName.map { personal ? $0 : .mask }
    self.slip = slip.map { slip in
      Slip(
        fromSchool: School(bin: slip.fromSchoolBin.shownAsBIN(personal)),
        number: personal ? slip.number : slip.number.masked, isFree: !record.state.holds)
    }
  }

  var text: String {
    let facts: [(String, String?)] = [
      ("Application", applicationId.description), ("Number", number?.text), ("Service", service?.rawValue),
      ("State", state), ("Submitted", submittedAt?.forReading), ("Received", receivedAt?.forReading),
      ("Due by", dueBy?.forReading),
      ("Ended", endedAt?.forReading), ("School", school?.bin), ("Arrival", arrival.map(String.init)),
      ("Duplicate of", duplicateOf?.text), ("Conflicts", conflictsWith.map { "with \($0.text)" }),
      ("Slip", slip.map { "\($0.number) of school \($0.fromSchool.bin), \($0.isFree ? "free again" : "in use")" }),
      ("Applicant", applicantIin), ("Child", childIin.map { "\($0) \(childName ?? "")" }),
    ]
    let lines = facts.compactMap { name, value in
      value.map { Terminal.styled(name, .bold) + String(repeating: " ", count: 13 - name.count) + $0.onOneLine }
    }
    let parts: [String?] = [lines.joined(separator: "\n"), TimelineEvent.table(timeline).text, gap]
    return parts.compactMap { $0 }.joined(separator: "\n\n")
  }
}

extension Whereabouts.Step {
  fileprivate init(_ entry: HistoryEntry) {
    self.init(
      entryId: entry.entryId, step: entry.step, status: entry.status, resolution: entry.resolution,
      occurredAt: entry.occurredAt, postedAt: entry.postedAt,
      reasons: entry.reasons.map(\.short))
  }
}

extension String {
  /// What stands in the place of a school's number may be anything.
  fileprivate func shownAsBIN(_ personal: Bool) -> String { personal || BIN(self) != nil ? self : .mask }
}
