import Admission
import QueueContracts

/// What is known of one application, with what names a person masked unless it is asked for.
struct Whereabouts: Encodable {
  struct School: Encodable {
    let bin: String
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
  private(set) var endedAt: Timestamp?
  private(set) var arrival: Int?
  private(set) var duplicateOf: ApplicationNumber?
  private(set) var school: School?
  private(set) var applicantIin: String?
  private(set) var childIin: String?
  private(set) var childName: String?
  let history: [Step]

  init(_ id: ApplicationID, record: ApplicationRecord?, entries: [HistoryEntry], personal: Bool) {
    applicationId = id
    known = record != nil || !entries.isEmpty
    history = Standing(entries).entries.map(Step.init)
    (number, service) = (entries.first?.number, entries.first?.service)
    guard let record else { return }
    (number, service, state) = (record.number, record.service, record.state.rawValue)
    (submittedAt, dueBy, endedAt) = (record.submittedAt, record.dueBy, record.endedAt)
    (arrival, school) = (record.arrival, School(bin: record.school.digits))
    duplicateOf = record.duplicateOf
    applicantIin = personal ? record.applicantIin : record.applicantIin.masked
    childIin = personal ? record.childIin : record.childIin.masked
    childName = personal ? record.childName : .mask
  }

  var text: String {
    let facts: [(String, String?)] = [
      ("Application", applicationId.description), ("Number", number?.text), ("Service", service?.rawValue),
      ("State", state), ("Submitted", submittedAt?.forReading), ("Due by", dueBy?.forReading),
      ("Ended", endedAt?.forReading), ("School", school?.bin), ("Arrival", arrival.map(String.init)),
      ("Duplicate of", duplicateOf?.text),
      ("Applicant", applicantIin), ("Child", childIin.map { "\($0) \(childName ?? "")" }),
    ]
    let lines = facts.compactMap { name, value in
      value.map { Terminal.styled(name, .bold) + String(repeating: " ", count: 13 - name.count) + $0 }
    }
    var steps = Table("STEP", "STATUS", "OCCURRED", "POSTED", "REASONS")
    for step in history {
      let status = step.status.rawValue + (step.resolution.map { " \($0.rawValue)" } ?? "")
      steps.add(
        String(step.step.rawValue), status, step.occurredAt.forReading, step.postedAt.forReading,
        step.reasons.joined(separator: " "))
    }
    return lines.joined(separator: "\n") + (history.isEmpty ? "" : "\n\n" + steps.text)
  }
}

extension Whereabouts.Step {
  fileprivate init(_ entry: HistoryEntry) {
    self.init(
      entryId: entry.entryId, step: entry.step, status: entry.status, resolution: entry.resolution,
      occurredAt: entry.occurredAt, postedAt: entry.postedAt,
      reasons: entry.reasons.map { reason in reason.code + (reason.subject.map { ":\($0)" } ?? "") })
  }
}
