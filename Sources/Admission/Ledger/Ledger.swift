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

    public init() {}
  }

  /// What a batch changed, in no particular order but ``entries``.
  public struct Changes: Sendable, Equatable {
    public fileprivate(set) var applications: Set<ApplicationID> = []
    public fileprivate(set) var schoolYears: Set<SchoolYear> = []
    public fileprivate(set) var slips: Set<SlipKey> = []
    public fileprivate(set) var signatures: Set<String> = []
    public fileprivate(set) var entries: [HistoryEntry] = []

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
  public private(set) var changes = Changes()

  public init(
    applications: [ApplicationRecord] = [], arrivals: [SchoolYear: Int] = [:], slips: [SlipKey: ApplicationID] = [:],
    signatures: [String: ApplicationID] = [:], entries: Set<MessageID> = []
  ) {
    self.applications = Dictionary(applications.map { ($0.id, $0) }) { first, _ in first }
    self.arrivals = arrivals
    self.slips = slips
    self.signatures = signatures
    self.entries = entries
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
    applications[record.id] = record
    changes.applications.insert(record.id)
  }

  /// Ends an application that is received or in processing; one that has ended stays as it is.
  public mutating func end(_ id: ApplicationID, as state: ApplicationRecord.State, at time: Timestamp) {
    guard state.isFinal, applications[id]?.state.isFinal == false else { return }
    applications[id]?.state = state
    applications[id]?.endedAt = time
    changes.applications.insert(id)
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

  /// The application that makes another one of this child a duplicate: for enrolment and home schooling together, one of
  /// the same year in processing or ended with a place; for a transfer, another transfer in processing.
  public func rival(of id: ApplicationID, service: Service, childIin: String, campaign: Int) -> ApplicationRecord? {
    applications.values
      .filter { other in
        guard other.id != id, other.childIin == childIin else { return false }
        return switch service {
        case .transfer: other.service == .transfer && other.state == .inProcessing
        case .enrolment, .homeSchooling:
          other.service != .transfer && other.campaign == campaign && other.state.holds
        }
      }
      .min { ($0.submittedAt, $0.number.text) < ($1.submittedAt, $1.number.text) }
  }
}

// MARK: - Slips

extension Ledger {
  /// True where no other application in processing or with a place has the slip: one that was refused or withdrawn has
  /// freed it.
  public func slipIsFree(_ key: SlipKey, for id: ApplicationID) -> Bool {
    guard let holder = slips[key], holder != id else { return true }
    return applications[holder]?.state.holds != true
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

// MARK: - Service history

extension Ledger {
  /// Posts an entry, once; an entry that the history has is not posted again.
  public mutating func post(_ entry: HistoryEntry) {
    guard entries.insert(entry.entryId).inserted else { return }
    changes.entries.append(entry)
  }
}
