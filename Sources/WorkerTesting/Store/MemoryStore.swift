public import Admission
public import QueueContracts
public import WorkerRuntime

/// A store in memory that keeps the promises of `StoreConformance`, and fails when it is told to.
public actor MemoryStore: ExaminedStore {
  var records: [InboxKey: Inbox.Entry] = [:]
  private var applications: [ApplicationID: ApplicationRecord] = [:]
  private var arrivals: [SchoolYear: Int] = [:]
  private var slips: [SlipKey: SlipHolders] = [:]
  private var signatures: [String: ApplicationID] = [:]
  private var posted: [HistoryEntry] = []
  var turns: [ApplicantTurn] = []
  private var judgements: [ApplicationID: Judgement] = [:]
  var eventRecords: [DeliveryEventRecord] = []
  private var faults: [Fault] = []
  var deadlines = MemoryDeadlines()
  var notes: [NoteKey: CrashNotes] = [:]
  var orders: [StandingOrder] = []

  /// The moment of a failure.
  public enum Moment: Sendable {
    /// The transaction fails before anything is written.
    case beforeWriting
    /// Everything is written, but the caller is told of a failure, as if the connection broke at the commit.
    case afterWriting
  }

  private struct Fault {
    let error: StoreError
    let moment: Moment
  }

  /// Creates an empty store.
  public init() {}

  /// Makes the next transaction fail; several calls make several transactions fail, in the order of the calls.
  public func failNext(_ error: StoreError, _ moment: Moment = .beforeWriting) {
    faults.append(Fault(error: error, moment: moment))
  }

  /// Runs `body` on the rows with these keys, and writes the rows that `body` changed.
  public func transaction<Result: Sendable>(
    inbox keys: [InboxKey], ledger ledgerKeys: Ledger.Keys,
    _ body: @Sendable (inout Inbox, inout Ledger) -> Result
  ) async throws(StoreError) -> Result {
    let fault = faults.isEmpty ? nil : faults.removeFirst()
    if let fault, fault.moment == .beforeWriting { throw fault.error }

    let named = Set(keys)
    var inbox = Inbox(entries: records.filter { named.contains($0.key) })
    let loaded = load(ledgerKeys)
    var ledger = loaded
    let result = body(&inbox, &ledger)
    try check(inbox)
    try check(ledger, loaded: loaded)
    for (key, entry) in inbox.added { records[key] = entry }
    write(ledger)

    if let fault { throw fault.error }
    return result
  }

  private func load(_ keys: Ledger.Keys) -> Ledger {
    let slips = slips.filter { keys.slips.contains($0.key) }
    let named = keys.applications.union(slips.values.flatMap(\.all))
    let known = applications.values.filter { record in
      named.contains(record.id) || (keys.children.contains(record.childIin) && record.state.blocksOthers)
    }
    return Ledger(
      applications: known,
      arrivals: arrivals.filter { keys.schoolYears.contains($0.key) }, slips: slips,
      signatures: signatures.filter { keys.signatures.contains($0.key) },
      entries: keys.entries.intersection(posted.map(\.entryId)),
      turns: Dictionary(
        grouping: turns.filter { turn in keys.turns[turn.applicant].map { turn.time > $0 } ?? false }, by: \.applicant
      ).mapValues { $0.map(\.time).sorted() })
  }

  private func write(_ ledger: Ledger) {
    for id in ledger.changes.applications { applications[id] = ledger.applications[id] }
    for key in ledger.changes.schoolYears { arrivals[key] = ledger.arrivals[key] }
    for key in ledger.changes.slips { slips[key] = ledger.slips[key] }
    for key in ledger.changes.signatures { signatures[key] = ledger.signatures[key] }
    posted += ledger.changes.entries
    turns += ledger.changes.turns
    for judgement in ledger.changes.judgements { judgements[judgement.application] = judgement }
  }
}

// MARK: - What is refused

extension MemoryStore {
  private func check(_ inbox: Inbox) throws(StoreError) {
    var known = records
    for (key, entry) in inbox.added {
      guard known.updateValue(entry, forKey: key) == nil else { throw .rejected("inbox has it") }
    }
  }

  /// Rejects what a database would reject: the insertion of a row that exists, and a text with a NUL.
  private func check(_ ledger: Ledger, loaded: Ledger) throws(StoreError) {
    for id in ledger.changes.applications {
      guard applications[id] == nil || loaded.applications[id] != nil else { throw .rejected("application has it") }
      let record = ledger.applications[id]
      try Self.check([record?.applicantIin, record?.childIin, record?.childName])
    }
    for key in ledger.changes.schoolYears {
      guard arrivals[key] == nil || loaded.arrivals[key] != nil else { throw .rejected("arrival_counter has it") }
    }
    for key in ledger.changes.slips {
      guard slips[key] == nil || loaded.slips[key] != nil else { throw .rejected("transfer_slip has it") }
      try Self.check([key.fromSchoolBin, key.number])
    }
    for key in ledger.changes.signatures {
      guard signatures[key] == nil else { throw .rejected("signature_use has it") }
    }
    for judgement in ledger.changes.judgements {
      guard judgements[judgement.application] == nil else { throw .rejected("judgement has it") }
    }
    for entry in ledger.changes.entries {
      guard !posted.contains(where: { $0.entryId == entry.entryId }) else { throw .rejected("service_history has it") }
      try Self.check([entry.recipientIin])
    }
  }

  private static func check(_ texts: [String?]) throws(StoreError) {
    guard !texts.contains(where: { $0?.utf8.contains(0) ?? false }) else { throw .rejected("a text with a NUL") }
  }
}

// MARK: - What a test looks up

extension MemoryStore {
  /// The entries of a citizen's service history, by time, then by step.
  public func history(recipientIin: String) -> [HistoryEntry] {
    posted.filter { $0.recipientIin == recipientIin }.inOrder
  }

  /// The history's entries of one application, by time, then by step.
  public func entries(of application: ApplicationID) -> [HistoryEntry] {
    posted.filter { $0.applicationId == application }.inOrder
  }

  /// An application in the register; nil if it is unknown.
  public func application(_ id: ApplicationID) -> ApplicationRecord? { applications[id] }

  /// The ids of the applications with this number.
  public func applications(numbered number: ApplicationNumber) -> [ApplicationID] {
    applications.values.filter { $0.number == number }.map(\.id).sorted { $0.description < $1.description }
  }

  func knows(_ message: MessageID, worker: String) -> Bool { records[InboxKey(worker, message)] != nil }

  /// The history's entries with these ids.
  public func entries(_ ids: [MessageID]) -> [HistoryEntry] { posted.filter { ids.contains($0.entryId) }.inOrder }
}

extension MemoryStore {
  /// Notes delivery events.
  public func note(_ events: [DeliveryEvent]) {
    for event in events {
      let known = eventRecords.firstIndex { record in
        let last = record.last
        return last.message == event.message && last.worker == event.worker && last.kind == event.kind
      }
      let earlier = known.map { eventRecords.remove(at: $0) }
      eventRecords.append(
        DeliveryEventRecord(last: event, firstTime: earlier?.firstTime ?? event.time, times: (earlier?.times ?? 0) + 1))
    }
  }

  /// The deregistration slip that this application uses; nil if it uses none or a later application has got the slip.
  public func slip(of application: ApplicationID) -> SlipKey? { slips.first { $0.value.latest == application }?.key }

  /// The delivery events of an application's messages, ordered by the time of each record's first event.
  public func deliveryEvents(of application: ApplicationID) -> [DeliveryEventRecord] {
    eventRecords.filter { $0.last.application == application }.sorted { $0.firstTime < $1.firstTime }
  }
}

extension MemoryStore: RegisterQueries {
  /// A page of unanswered applications, by deadline.
  public func unanswered(dueBefore time: Timestamp, after last: ApplicationRecord?, limit: Int) -> [ApplicationRecord] {
    page(after: last, limit, by: { ($0.dueBy, $0.id.description) }) { !$0.state.isFinal && $0.dueBy < time }
  }

  /// A page of the applications submitted in a range of time, ordered by the time of submission.
  public func applications(
    submitted time: Range<Timestamp>, after last: ApplicationRecord?, limit: Int
  ) -> [ApplicationRecord] {
    page(after: last, limit, by: { ($0.submittedAt, $0.id.description) }) { time.contains($0.submittedAt) }
  }

  /// The history's entries of these applications.
  public func entries(of applications: [ApplicationID]) -> [HistoryEntry] {
    posted.filter { applications.contains($0.applicationId) }
  }

  /// The applications that the history knows and the register does not.
  public func unregistered(occurred time: Range<Timestamp>) -> [ApplicationID] {
    let ids = posted.filter { time.contains($0.occurredAt) }.map(\.applicationId)
    return Set(ids).filter { applications[$0] == nil }.sorted { $0.description < $1.description }
  }

  /// The judgements of these applications.
  public func judgements(of applications: [ApplicationID]) -> [Judgement] {
    applications.compactMap { judgements[$0] }
  }

  /// The arrival numbers of each school in a year.
  public func arrivals(year: Int) -> [ArrivalCount] {
    arrivals.filter { $0.key.year == year }.sorted { $0.key.school < $1.key.school }.map { key, last in
      let numbers = applications.values.filter { $0.schoolYear == key }.compactMap(\.arrival)
      return ArrivalCount(schoolYear: key, last: last, count: numbers.count, highest: numbers.max() ?? 0)
    }
  }

  /// Counts, for each school, the applications that it has answered and the applications that wait for its answer.
  public func schoolCounts(submitted time: Range<Timestamp>, lateAt now: Timestamp) -> [SchoolCount] {
    Dictionary(grouping: applications.values, by: \.school.bin).compactMap { bin, records in
      var count = SchoolCount(school: bin)
      let own = records.filter { time.contains($0.submittedAt) }
      let decided = own.compactMap { record in record.firstDecidedAt.map { (record: record, at: $0) } }
      let seconds = decided.map { ($0.at.milliseconds - $0.record.submittedAt.milliseconds) / 1000 }.sorted()
      let late = records.filter { $0.waitsForSchool && $0.dueBy < now }.map(\.dueBy)
      count.waiting = own.count { $0.waitsForSchool }
      count.answered = decided.count
      count.answeredLate = decided.count { $0.at > $0.record.dueBy }
      count.medianSeconds = seconds.isEmpty ? nil : seconds[(seconds.count - 1) / 2]
      count.slowestSeconds = seconds.last
      count.late = late.count
      count.lateSince = late.min()
      return count == SchoolCount(school: bin) ? nil : count
    }
  }

  private func page(
    after last: ApplicationRecord?, _ limit: Int, by place: (ApplicationRecord) -> (Timestamp, String),
    where isAsked: (ApplicationRecord) -> Bool
  ) -> [ApplicationRecord] {
    let all = applications.values.filter(isAsked).sorted { place($0) < place($1) }
    guard let last else { return Array(all.prefix(limit)) }
    return Array(all.filter { place($0) > place(last) }.prefix(limit))
  }
}

extension ApplicationRecord {
  /// True if the school was asked and has not decided.
  fileprivate var waitsForSchool: Bool { state == .inProcessing && arrival != nil }

  /// The time of the school's first decision; nil if the school has not decided.
  fileprivate var firstDecidedAt: Timestamp? {
    let first = decisions.entries.first?.decidedAt
    return switch state {
    case .enrolledBySchool, .refusedBySchool: endedAt.map { first ?? $0 }
    case .withdrawn: first
    case .received, .inProcessing, .refused: nil
    }
  }
}
