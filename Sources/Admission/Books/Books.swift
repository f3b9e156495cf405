public import QueueContracts

/// The sums of many applications, once by the register and once by what families can read, and where the two differ.
///
/// Both must say: taken in = refused + in processing + completed + withdrawn.
public struct Books: Sendable, Equatable {
  /// How many applications stand where.
  public struct Sums: Sendable, Equatable, Encodable {
    /// On formal grounds, by a worker.
    public fileprivate(set) var refused = 0
    public fileprivate(set) var inProcessing = 0
    /// By the school's decision.
    public fileprivate(set) var completed = 0
    public fileprivate(set) var withdrawn = 0

    public var takenIn: Int { refused + inProcessing + completed + withdrawn }
  }

  /// One thing that does not agree.
  public struct Difference: Sendable, Equatable, Encodable {
    /// Nil where it is about a school's arrival numbers.
    public private(set) var applicationId: ApplicationID?
    public private(set) var school: String?
    public let problem: String

    fileprivate init(_ id: ApplicationID, _ problem: String) { (applicationId, self.problem) = (id, problem) }
    fileprivate init(school: BIN, _ problem: String) { (self.school, self.problem) = (school.digits, problem) }
  }

  public private(set) var register = Sums()
  public private(set) var history = Sums()
  public private(set) var differences: [Difference] = []

  public var balance: Bool { register == history && differences.isEmpty }

  public init() {}

  /// Enters an application of the register with all its entries in the history.
  public mutating func enter(_ record: ApplicationRecord, entries: [HistoryEntry]) {
    let standing = Standing(entries)
    register.count(record.state.standing)
    if let standing { history.count(standing) }

    if standing != record.state.standing {
      let read = standing?.rawValue ?? "nothing"
      problem(record.id, "the register says \(record.state.standing.rawValue), the history \(read)")
    }
    if record.arrival == nil, record.service != .transfer, record.state != .refused {
      problem(record.id, "it was passed to the school without an arrival number")
    }
    checkSteps(of: record, entries)
  }

  /// Enters an application that has entries and is not in the register.
  public mutating func enter(unregistered id: ApplicationID) { problem(id, "the register does not have it") }

  public mutating func enter(_ arrivals: ArrivalCount) {
    guard !arrivals.hasNoGaps else { return }
    let problem =
      "arrival numbers to \(arrivals.last) were given, \(arrivals.count) applications have one, "
      + "the highest is \(arrivals.highest)"
    differences.append(Difference(school: arrivals.schoolYear.school, problem))
  }

  /// One entry for each step that the application has taken, and no other; a passed deadline may have been told.
  private mutating func checkSteps(of record: ApplicationRecord, _ entries: [HistoryEntry]) {
    let taken = record.stepsTaken(asToldIn: entries)
    for step in ProcessingStep.allCases {
      let count = entries.count { $0.step == step }
      switch (count, taken.contains(step)) {
      case (0, true): problem(record.id, "the entry of step \(step.rawValue) is missing")
      case (1, false) where ![.received, .passedDeadline].contains(step):
        problem(record.id, "there is an entry of step \(step.rawValue), which it has not taken")
      case (2..., _): problem(record.id, "there are \(count) entries of step \(step.rawValue)")
      default: break
      }
    }
  }

  private mutating func problem(_ id: ApplicationID, _ text: String) { differences.append(Difference(id, text)) }
}

// MARK: - Where an application stands

/// The parts of the sum.
private enum Standing: String {
  case refused
  case inProcessing = "in processing"
  case completed
  case withdrawn

  /// As a citizen sees it: by the final entry if there is one.
  init?(_ entries: [HistoryEntry]) {
    guard !entries.isEmpty else { return nil }
    guard let end = entries.first(where: { $0.status == .completed }) else {
      self = .inProcessing
      return
    }
    self =
      switch (end.resolution, end.step) {
      case (.withdrawn, _): .withdrawn
      case (_, .school): .completed
      default: .refused
      }
  }
}

extension ApplicationRecord.State {
  fileprivate var standing: Standing {
    switch self {
    case .inProcessing: .inProcessing
    case .refused: .refused
    case .enrolledBySchool, .refusedBySchool: .completed
    case .withdrawn: .withdrawn
    }
  }
}

extension ApplicationRecord {
  /// Which worker refused it the register does not say; the history does.
  fileprivate func stepsTaken(asToldIn entries: [HistoryEntry]) -> Set<ProcessingStep> {
    let wasChecked = service == .transfer && (arrival != nil || entries.contains { $0.step == .transfer })
    let checked: Set<ProcessingStep> = wasChecked ? [.intake, .transfer] : [.intake]
    return switch state {
    case .inProcessing, .refused: checked
    case .enrolledBySchool, .refusedBySchool: checked.union([.school])
    case .withdrawn: checked.union([.withdrawal])
    }
  }
}

extension Books.Sums {
  fileprivate mutating func count(_ standing: Standing) {
    switch standing {
    case .refused: refused += 1
    case .inProcessing: inProcessing += 1
    case .completed: completed += 1
    case .withdrawn: withdrawn += 1
    }
  }
}
