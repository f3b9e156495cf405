public import QueueContracts

/// The register of applications, arrival numbers, slips and the service history, as far as one batch needs them.
///
/// The ledger is a value. A store loads the rows that ``Keys`` name, decisions read and change the ledger in memory,
/// and the store writes ``changes`` back in the same transaction. So decisions are the same on every store.
public struct Ledger: Sendable, Equatable {
  /// The keys of the rows that a batch reads and may change.
  public struct Keys: Sendable, Equatable {
    /// The applications by their identifiers.
    public var applications: Set<ApplicationID> = []
    /// The IINs of children, to load each child's applications that can make another one a duplicate.
    ///
    /// Applications that have ended without a place decide nothing and are not loaded. Anybody can send forms that name
    /// a child, so there may be very many of them.
    public var children: Set<String> = []
    /// The schools and years of arrival numbers.
    public var schoolYears: Set<SchoolYear> = []
    /// The slips, each to be loaded with the applications that hold it.
    public var slips: Set<SlipKey> = []
    /// The signatures, by ``SignatureIdentity/key``.
    public var signatures: Set<String> = []
    /// The entries of the history.
    public var entries: Set<MessageID> = []
    /// The applicants whose turns (judged applications) are counted, each with the time from which turns count.
    public var turns: [ApplicantKey: Timestamp] = [:]

    /// Creates empty keys.
    public init() {}
  }

  /// The changes of a batch, in no particular order except for ``entries``.
  public struct Changes: Sendable, Equatable {
    /// The applications that were entered or changed.
    public fileprivate(set) var applications: Set<ApplicationID> = []
    /// The schools and years for which arrival numbers were given.
    public fileprivate(set) var schoolYears: Set<SchoolYear> = []
    /// The slips that were given to an application.
    public fileprivate(set) var slips: Set<SlipKey> = []
    /// The signatures that were used.
    public fileprivate(set) var signatures: Set<String> = []
    /// The entries that were posted, in their order.
    public fileprivate(set) var entries: [HistoryEntry] = []
    /// The turns (judged applications) that were counted.
    public fileprivate(set) var turns: [ApplicantTurn] = []
    /// The judgements that were made.
    public fileprivate(set) var judgements: [Judgement] = []

    /// True if the batch changed nothing.
    public var isEmpty: Bool { self == Changes() }
  }

  /// The applications that were loaded or entered.
  public private(set) var applications: [ApplicationID: ApplicationRecord]
  /// The last arrival number of each school and year.
  public private(set) var arrivals: [SchoolYear: Int]
  /// The applications that each slip was given to.
  public private(set) var slips: [SlipKey: SlipHolders]
  /// The application that each signature was first used for, by ``SignatureIdentity/key``.
  public private(set) var signatures: [String: ApplicationID]
  /// The ids of the entries that the history has, as far as the batch needs them.
  public private(set) var entries: Set<MessageID>
  /// The times at which each applicant's applications were judged, with those of this batch last.
  public private(set) var turns: [ApplicantKey: [Timestamp]]
  /// The changes since the ledger was loaded.
  public private(set) var changes = Changes()
  /// An index of the applications by child, because a batch looks up the applications of many children.
  private var idsByChild: [String: Set<ApplicationID>] = [:]

  /// Creates a ledger from the rows that a store has loaded.
  public init(
    applications: [ApplicationRecord] = [], arrivals: [SchoolYear: Int] = [:], slips: [SlipKey: SlipHolders] = [:],
    signatures: [String: ApplicationID] = [:], entries: Set<MessageID> = [],
    turns: [ApplicantKey: [Timestamp]] = [:]
  ) {
    self.applications = Dictionary(applications.map { ($0.id, $0) }) { first, _ in first }
    self.arrivals = arrivals
    self.slips = slips
    self.signatures = signatures
    self.entries = entries
    self.turns = turns
    for record in self.applications.values { idsByChild[record.childIin, default: []].insert(record.id) }
  }
}

// MARK: - Applications

extension Ledger {
  /// Enters an application that is new, or that was received and is judged now.
  ///
  /// The new record replaces the received one, but keeps the time at which the application was received.
  public mutating func enter(_ record: ApplicationRecord) {
    let known = applications[record.id]
    precondition(
      known == nil || known?.state == .received, "an application is entered once, or again after it was received")
    var record = record
    record.receivedAt = known?.receivedAt ?? record.receivedAt
    if let known { idsByChild[known.childIin]?.remove(record.id) }
    idsByChild[record.childIin, default: []].insert(record.id)
    applications[record.id] = record
    changes.applications.insert(record.id)
  }

  /// The applications for a child.
  func applications(ofChild iin: String) -> [ApplicationRecord] {
    idsByChild[iin, default: []].compactMap { applications[$0] }
  }

  /// Ends an application that is received or in processing, or withdraws one that has a place.
  ///
  /// Any other application stays as it is.
  ///
  /// - Returns: the time at which the application ended; nil if it stays as it is.
  @discardableResult
  public mutating func end(_ id: ApplicationID, as state: ApplicationRecord.State, at time: Timestamp) -> Timestamp? {
    guard state.isFinal, let record = applications[id],
      !record.state.isFinal || (record.state == .enrolledBySchool && state == .withdrawn)
    else { return nil }
    if record.state == .enrolledBySchool { keepEarlierDecision(of: record) }
    return finish(record, as: state, at: time)
  }

  /// Ends an application by a decision of its school, or by a correction.
  ///
  /// - Parameters:
  ///   - decision: a decision that counts, see ``ApplicationRecord/effect(of:)``.
  ///   - messageId: the id of the decision's message.
  /// - Returns: the time at which the application ended.
  public mutating func end(by decision: SchoolDecided, messageId: MessageID) -> Timestamp {
    let id = decision.applicationId
    guard let record = applications[id], record.effect(of: decision) == .counts else {
      preconditionFailure("only a decision that counts ends an application")
    }
    if record.state.isFinal { keepEarlierDecision(of: record, messageId: decision.supersedes) }
    applications[id]?.decisions.append(
      .init(messages: [messageId], decision: decision.decision, decidedAt: decision.decidedAt))
    return finish(record, as: decision.end, at: decision.decidedAt)
  }

  /// Notes that a message repeats the school's latest decision on an application.
  public mutating func note(repeated message: MessageID, of id: ApplicationID) {
    guard applications[id]?.decisions.note(message) == true else { return }
    changes.applications.insert(id)
  }

  /// Ends an application at the given time, or one millisecond after its previous end, whichever is later.
  ///
  /// In the history the latest end counts, so a new end must be later than the previous one. A school can date its
  /// decision on any day of the contract's calendar. A time on the last day of that calendar counts as the day's
  /// beginning. Otherwise the times of later ends could not be read from their messages, and families would not be told.
  private mutating func finish(
    _ record: ApplicationRecord, as state: ApplicationRecord.State, at time: Timestamp
  ) -> Timestamp {
    let time = min(time, Self.lastMoment.adding(seconds: -86_400))
    let next = record.endedAt.map { min(Timestamp(milliseconds: $0.milliseconds + 1), Self.lastMoment) }
    let end = next.map { max(time, $0) } ?? time
    applications[record.id]?.state = state
    applications[record.id]?.endedAt = end
    changes.applications.insert(record.id)
    return end
  }

  /// The last moment that can be read from a message: 9999-12-31T23:59:59.999+05:00.
  private static var lastMoment: Timestamp { Timestamp(milliseconds: 253_402_282_799_999) }

  /// Rebuilds the school's decision from the record, if an older release ended the application without storing it.
  private mutating func keepEarlierDecision(of record: ApplicationRecord, messageId: MessageID? = nil) {
    guard record.decisions.latest == nil, let endedAt = record.endedAt else { return }
    applications[record.id]?.decisions.append(
      .init(
        messages: messageId.map { [$0] } ?? [], decision: record.state == .enrolledBySchool ? .enrolled : .refused,
        decidedAt: endedAt))
  }

  /// Gives the application the next arrival number of its school and year, from 1, without gaps.
  ///
  /// An application that has a number keeps it.
  public mutating func acceptArrival(of id: ApplicationID) -> Int {
    guard let record = applications[id] else {
      preconditionFailure("only an application in the ledger gets an arrival number")
    }
    if let arrival = record.arrival { return arrival }
    let arrival = arrivals[record.schoolYear, default: 0] + 1
    arrivals[record.schoolYear] = arrival
    applications[id]?.arrival = arrival
    changes.schoolYears.insert(record.schoolYear)
    changes.applications.insert(id)
    return arrival
  }
}

// MARK: - Slips

extension Ledger {
  /// Tells whether the application may take the slip.
  ///
  /// An application keeps its slip while it is in processing or has a place; a refusal or withdrawal frees the slip. If
  /// a correction gives an application its place back, the slip is taken again, even if another application has used
  /// it and ended meanwhile. The slip is also free if each application that has it gives way to the application `id`
  /// (``ApplicationRecord/givesWay(to:)``).
  public func slipIsFree(_ key: SlipKey, for id: ApplicationID) -> Bool {
    guard let holders = slips[key], holders.latest != id else { return true }
    return holders.all.compactMap { applications[$0] }.allSatisfy { holder in
      holder.id == id || !holder.state.blocksOthers || applications[id].map(holder.givesWay) ?? false
    }
  }

  /// Gives a free slip to the application.
  public mutating func giveSlip(_ key: SlipKey, to id: ApplicationID) {
    precondition(slipIsFree(key, for: id), "a slip serves one application")
    let known = slips[key]
    guard known?.latest != id else { return }
    let earlier = known?.all.filter { $0 != id && applications[$0]?.state.mayBlockOthers == true } ?? []
    slips[key] = SlipHolders(latest: id, earlier: earlier)
    changes.slips.insert(key)
  }
}

// MARK: - Signatures

extension Ledger {
  /// Tells whether the signature is free: no other application, accepted or refused, has used it.
  public func signatureIsFree(_ key: String, for id: ApplicationID) -> Bool { signatures[key].map { $0 == id } ?? true }

  /// Records permanently that this application has used the signature, which must be free.
  public mutating func useSignature(_ key: String, for id: ApplicationID) {
    precondition(signatureIsFree(key, for: id), "one signature, one application")
    guard signatures[key] == nil else { return }
    signatures[key] = id
    changes.signatures.insert(key)
  }
}

// MARK: - Judgements

extension Ledger {
  /// Keeps the record of how an application was judged; each application is judged once.
  public mutating func keep(_ judgement: Judgement) { changes.judgements.append(judgement) }
}

// MARK: - Service history

extension Ledger {
  /// Posts an entry, unless the history has it already.
  public mutating func post(_ entry: HistoryEntry) {
    guard entries.insert(entry.entryId).inserted else { return }
    changes.entries.append(entry)
  }
}

// MARK: - Turns

extension Ledger {
  /// Counts a judged application towards its applicant's hourly quota; the caller counts each application once.
  public mutating func takeTurn(of applicant: ApplicantKey, for id: ApplicationID, at time: Timestamp) {
    turns[applicant, default: []].append(time)
    changes.turns.append(ApplicantTurn(applicant: applicant, application: id, time: time))
  }

  /// The times at which the applicant's earlier applications were judged, without those of this batch.
  public func storedTurns(of applicant: ApplicantKey) -> [Timestamp] {
    turns[applicant, default: []].dropLast(changes.turns.count { $0.applicant == applicant })
  }
}
