public import QueueContracts

/// The register of applications, arrival numbers, slips and the service history, as far as one batch needs them.
///
/// A value: a store loads what ``Keys`` name, decisions read and change it in memory, and the store writes ``changes``
/// back in the same transaction. Whatever is decided here is therefore the same on every store.
public struct Ledger: Sendable, Equatable {
  /// What a batch reads and may change.
  public struct Keys: Sendable, Equatable {
    public var applications: Set<ApplicationID> = []
    /// All applications of these children.
    public var children: Set<String> = []
    public var schoolYears: Set<SchoolYear> = []
    /// With the applications that hold them.
    public var slips: Set<SlipKey> = []
    /// Signatures, by the keys of their uses.
    public var signatures: Set<String> = []
    public var entries: Set<MessageID> = []
    /// Turns of these applicants that are younger than the time.
    public var turns: [ApplicantKey: Timestamp] = [:]

    public init() {}
  }

  /// What a batch changed, in no particular order but ``entries``.
  public struct Changes: Sendable, Equatable {
    public fileprivate(set) var applications: Set<ApplicationID> = []
    public fileprivate(set) var schoolYears: Set<SchoolYear> = []
    public fileprivate(set) var slips: Set<SlipKey> = []
    public fileprivate(set) var signatures: Set<String> = []
    public fileprivate(set) var entries: [HistoryEntry] = []
    public fileprivate(set) var turns: [ApplicantTurn] = []
    public fileprivate(set) var judgements: [Judgement] = []

    public var isEmpty: Bool { self == Changes() }
  }

  public private(set) var applications: [ApplicationID: ApplicationRecord]
  /// The last number given.
  public private(set) var arrivals: [SchoolYear: Int]
  /// The application that a slip was last given with.
  public private(set) var slips: [SlipKey: ApplicationID]
  /// The application that a signature was first used for, by the key of its use.
  public private(set) var signatures: [String: ApplicationID]
  /// Entries that the history has.
  public private(set) var entries: Set<MessageID>
  /// When applications of an applicant were judged, those of this batch last.
  public private(set) var turns: [ApplicantKey: [Timestamp]]
  public private(set) var changes = Changes()
  /// The applications of each child: a batch of many families asks for each family's own.
  private var idsByChild: [String: Set<ApplicationID>] = [:]

  public init(
    applications: [ApplicationRecord] = [], arrivals: [SchoolYear: Int] = [:], slips: [SlipKey: ApplicationID] = [:],
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
  /// Enters an application that is not in the register, or one that was only received: what is known of it now replaces
  /// what was known then.
  public mutating func enter(_ record: ApplicationRecord) {
    let known = applications[record.id]
    precondition(known == nil || known?.state == .received, "an application is entered once, and when it has waited")
    var record = record
    record.receivedAt = known?.receivedAt ?? record.receivedAt
    if let known { idsByChild[known.childIin]?.remove(record.id) }
    idsByChild[record.childIin, default: []].insert(record.id)
    applications[record.id] = record
    changes.applications.insert(record.id)
  }

  /// Those of the applications that are for this child.
  func applications(ofChild iin: String) -> [ApplicationRecord] {
    idsByChild[iin, default: []].compactMap { applications[$0] }
  }

  /// Ends an application that is received or in processing, or withdraws one that has a place; any other stays as it is.
  ///
  /// - Returns: when it has ended; nil if it stays as it is.
  @discardableResult
  public mutating func end(_ id: ApplicationID, as state: ApplicationRecord.State, at time: Timestamp) -> Timestamp? {
    guard state.isFinal, let record = applications[id],
      !record.state.isFinal || (record.state == .enrolledBySchool && state == .withdrawn)
    else { return nil }
    if record.state == .enrolledBySchool { keepEarlierDecision(of: record) }
    return finish(record, as: state, at: time)
  }

  /// Ends an application as its school has decided, or as the school has corrected itself.
  ///
  /// - Parameter message: the id of the message that says so.
  /// - Returns: when the application has ended.
  public mutating func end(by decision: SchoolDecided, saidBy message: MessageID) -> Timestamp {
    let id = decision.applicationId
    guard let record = applications[id], record.effect(of: decision) == .counts else {
      preconditionFailure("only a decision that counts ends an application")
    }
    if record.state.isFinal { keepEarlierDecision(of: record, saidBy: decision.supersedes) }
    applications[id]?.decisions.append(
      .init(messages: [message], decision: decision.decision, decidedAt: decision.decidedAt))
    return finish(record, as: decision.end, at: decision.decidedAt)
  }

  /// Notes that a message says what the school has decided already.
  public mutating func note(repeated message: MessageID, of id: ApplicationID) {
    guard applications[id]?.decisions.note(message) == true else { return }
    changes.applications.insert(id)
  }

  /// An end comes after the one before it, whatever its time says: the latest one in the history is the one that counts.
  private mutating func finish(
    _ record: ApplicationRecord, as state: ApplicationRecord.State, at time: Timestamp
  ) -> Timestamp {
    let end = record.endedAt.map { max(time, Timestamp(milliseconds: $0.milliseconds + 1)) } ?? time
    applications[record.id]?.state = state
    applications[record.id]?.endedAt = end
    changes.applications.insert(record.id)
    return end
  }

  /// Writes down the decision by which an application ended before the register kept decisions.
  private mutating func keepEarlierDecision(of record: ApplicationRecord, saidBy message: MessageID? = nil) {
    guard record.decisions.latest == nil, let endedAt = record.endedAt else { return }
    applications[record.id]?.decisions.append(
      .init(
        messages: message.map { [$0] } ?? [], decision: record.state == .enrolledBySchool ? .enrolled : .refused,
        decidedAt: endedAt))
  }

  /// Gives the application the next number of its school and year, from 1, without gaps; the one it has, where it has one.
  public mutating func acceptArrival(of id: ApplicationID) -> Int {
    guard let record = applications[id] else { preconditionFailure("only an entered application arrives") }
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
  /// True if no other application in processing or with a place has the slip: one that was refused or withdrawn has freed
  /// it, and one that holds up nobody does not hold up its slip either.
  public func slipIsFree(_ key: SlipKey, for id: ApplicationID) -> Bool {
    guard let holder = slips[key].flatMap({ applications[$0] }), holder.id != id, holder.state.holds else {
      return true
    }
    return applications[id].map(holder.givesWay) ?? false
  }

  /// Gives a free slip to the application.
  public mutating func giveSlip(_ key: SlipKey, to id: ApplicationID) {
    precondition(slipIsFree(key, for: id), "a slip is one application's")
    guard slips[key] != id else { return }
    slips[key] = id
    changes.slips.insert(key)
  }
}

// MARK: - Signatures

extension Ledger {
  /// True unless the signature was used for another application, whatever became of that.
  public func signatureIsFree(_ key: String, for id: ApplicationID) -> Bool { signatures[key].map { $0 == id } ?? true }

  /// Notes what a free signature is used for, for ever.
  public mutating func useSignature(_ key: String, for id: ApplicationID) {
    precondition(signatureIsFree(key, for: id), "one signature, one application")
    guard signatures[key] == nil else { return }
    signatures[key] = id
    changes.signatures.insert(key)
  }
}

// MARK: - Judgements

extension Ledger {
  /// Keeps how an application was judged, which happens once.
  public mutating func keep(_ judgement: Judgement) { changes.judgements.append(judgement) }
}

// MARK: - Service history

extension Ledger {
  /// Posts an entry, once; an entry that the history has is not posted again.
  public mutating func post(_ entry: HistoryEntry) {
    guard entries.insert(entry.entryId).inserted else { return }
    changes.entries.append(entry)
  }
}

// MARK: - Turns

extension Ledger {
  /// Notes that an application is judged; each is noted once.
  public mutating func takeTurn(of applicant: ApplicantKey, for id: ApplicationID, at time: Timestamp) {
    turns[applicant, default: []].append(time)
    changes.turns.append(ApplicantTurn(applicant: applicant, application: id, time: time))
  }

  /// The applicant's turns that the store has, without those of this batch.
  public func storedTurns(of applicant: ApplicantKey) -> [Timestamp] {
    turns[applicant, default: []].dropLast(changes.turns.count { $0.applicant == applicant })
  }
}
