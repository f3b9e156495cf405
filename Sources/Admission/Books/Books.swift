public import QueueContracts

/// The reconciliation of the register of applications with the families' service history.
///
/// Each application is counted twice: by its state in the register, and by its entries in the history. In each count,
/// taken in = received + refused + in processing + completed + withdrawn. For an application that is received and not
/// judged yet, the books also say where the message with its submission is.
public struct Books: Sendable, Equatable {
  /// The numbers of applications that are received, refused, in processing, completed and withdrawn.
  public struct Counts: Sendable, Equatable, Encodable {
    /// The number of applications not judged yet, because they wait or are parked.
    public fileprivate(set) var received = 0
    /// The number of applications that a worker refused on formal grounds.
    public fileprivate(set) var refused = 0
    /// The number of applications that a school still has to decide.
    public fileprivate(set) var inProcessing = 0
    /// The number of applications that a school has decided.
    public fileprivate(set) var completed = 0
    /// The number of applications that were withdrawn.
    public fileprivate(set) var withdrawn = 0

    /// The number of all applications.
    public var takenIn: Int { received + refused + inProcessing + completed + withdrawn }
  }

  /// One disagreement between the register, the history and the queues.
  public struct Difference: Sendable, Equatable, Encodable {
    /// The application that the difference is about; nil if it is about a school's arrival numbers or a queue.
    public private(set) var applicationId: ApplicationID?
    /// The BIN of the school whose arrival numbers have a gap; nil if the difference is about something else.
    public private(set) var school: String?
    /// The queue that holds too few or too many messages; nil if the difference is about something else.
    public private(set) var queue: String?
    /// The difference in words for an operator, without personal data.
    public let problem: String

    fileprivate init(_ id: ApplicationID, _ problem: String) {
      applicationId = id
      self.problem = problem
    }
    fileprivate init(school: String, _ problem: String) {
      self.school = school
      self.problem = problem
    }
    fileprivate init(queue: String, _ problem: String) {
      self.queue = queue
      self.problem = problem
    }
  }

  /// The numbers of applications, counted by their states in the register.
  public private(set) var register = Counts()
  /// The numbers of applications, counted by their entries in the families' service history.
  public private(set) var history = Counts()
  /// All differences, in the order in which they were found.
  public private(set) var differences: [Difference] = []
  /// The place of each submission whose application is received and not judged yet.
  public private(set) var waiting: [WaitingPlace] = []

  /// True if ``register`` and ``history`` are equal and there are no ``differences``.
  public var balance: Bool { register == history && differences.isEmpty }

  /// Creates empty books.
  public init() {}

  /// Enters an application of the register with all its entries in the history.
  public mutating func enter(_ record: ApplicationRecord, entries: [HistoryEntry]) {
    let countedState = CountedState(entries)
    register.count(record.state.countedState)
    if let countedState { history.count(countedState) }

    if countedState != record.state.countedState {
      let read = countedState?.rawValue ?? "nothing"
      noteDifference(record.id, "the register says \(record.state.countedState.rawValue), the history \(read)")
    } else if countedState == .completed, let told = entries.latestFinal?.resolution, told != record.state.resolution {
      noteDifference(record.id, "the register says \(record.state.rawValue), the history \(told.rawValue)")
    }
    if record.wasAccepted, record.arrival == nil, record.service != .transfer {
      noteDifference(record.id, "it was passed to the school without an arrival number")
    }
    checkSteps(of: record, entries)
  }

  /// Enters an application that has entries in the history and no row in the register.
  public mutating func enter(unregistered id: ApplicationID) { noteDifference(id, "the register does not have it") }

  /// Enters the arrival numbers of a school and year, and notes a difference if they have a gap.
  public mutating func enter(_ arrivals: ArrivalCount) {
    guard !arrivals.hasNoGaps else { return }
    let problem =
      "the last arrival number given is \(arrivals.last), but \(arrivals.count) applications have a number, "
      + "and the highest of these is \(arrivals.highest)"
    differences.append(Difference(school: arrivals.schoolYear.school, problem))
  }

  /// Enters the place of a received application's submission, and notes a difference if the submission is lost.
  public mutating func enter(_ place: WaitingPlace) {
    waiting.append(place)
    if let loss = place.loss { noteDifference(place.applicationId, loss) }
  }

  /// Enters the number of messages in intake's work queue and its retry queues.
  ///
  /// The queues must hold at least one message for each submission that waits, or that an operator has replayed. They
  /// may hold other messages as well, e.g. submissions of days that these books do not cover.
  public mutating func enter(intakeMessages count: Int, in queue: String) {
    let expected = waiting.count { $0.place == .waits || $0.place == .queued }
    guard count < expected else { return }
    differences.append(
      Difference(
        queue: queue,
        "\(expected) submissions should wait in this queue and its retry queues, which together hold \(count)"))
  }

  /// Enters the number of messages that reached no queue, because no queue was bound to their routing key.
  public mutating func enter(unroutedMessages count: Int, in queue: String) {
    guard count > 0 else { return }
    differences.append(
      Difference(queue: queue, "no queue took \(count) of the messages that were sent; see admissionctl parked list"))
  }

  /// Checks that the history has one entry for each step that the application has taken, and no entry for any other
  /// step.
  ///
  /// The school's step has one entry for each decision of the school. The step of a passed deadline has one entry or
  /// none.
  private mutating func checkSteps(of record: ApplicationRecord, _ entries: [HistoryEntry]) {
    let taken = record.stepsTaken(accordingTo: entries)
    for step in ProcessingStep.allCases {
      let count = entries.count { $0.step == step }
      let expected = taken.contains(step) ? (step == .school ? max(1, record.decisions.entries.count) : 1) : 0
      switch count {
      case expected: break
      case 0: noteDifference(record.id, "the entry of step \(step.rawValue) is missing")
      case 1 where step == .passedDeadline: break
      case 1 where expected == 0:
        noteDifference(record.id, "there is an entry of step \(step.rawValue), which it has not taken")
      case ..<expected:
        noteDifference(record.id, "there are only \(count) of \(expected) entries of step \(step.rawValue)")
      default: noteDifference(record.id, "there are \(count) entries of step \(step.rawValue)")
      }
    }
  }

  private mutating func noteDifference(_ id: ApplicationID, _ text: String) { differences.append(Difference(id, text)) }
}

// MARK: - Where an application stands

/// The states of an application that the books count.
private enum CountedState: String {
  case received
  case refused
  case inProcessing = "in processing"
  case completed
  case withdrawn

  /// Finds the state that a citizen reads from the entries; nil if there is no entry.
  ///
  /// The latest final entry decides. If no entry is final, the application is received or in processing.
  init?(_ entries: [HistoryEntry]) {
    guard !entries.isEmpty else { return nil }
    guard let end = entries.latestFinal else {
      self = entries.isJudged ? .inProcessing : .received
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
  /// The resolution that the school gave; nil if the application has not ended by a school's decision.
  fileprivate var resolution: Resolution? {
    switch self {
    case .enrolledBySchool: .positive
    case .refusedBySchool: .negative
    case .received, .inProcessing, .refused, .withdrawn: nil
    }
  }

  fileprivate var countedState: CountedState {
    switch self {
    case .received: .received
    case .inProcessing: .inProcessing
    case .refused: .refused
    case .enrolledBySchool, .refusedBySchool: .completed
    case .withdrawn: .withdrawn
    }
  }
}

extension ApplicationRecord {
  /// True if the register shows that intake has accepted the application.
  ///
  /// If a transfer was received and then withdrawn before its school was asked, the register does not show whether
  /// intake had accepted the transfer. Then this property is false.
  fileprivate var wasAccepted: Bool {
    switch state {
    case .received, .refused: false
    case .withdrawn: receivedAt == nil || arrival != nil
    case .inProcessing, .enrolledBySchool, .refusedBySchool: true
    }
  }

  /// The steps that the application has taken.
  ///
  /// The entries of the history show which worker refused the application, and whether a transfer was judged before its
  /// withdrawal. The register shows neither of these facts.
  fileprivate func stepsTaken(accordingTo entries: [HistoryEntry]) -> Set<ProcessingStep> {
    let wasJudged =
      wasAccepted || state == .refused || (service == .transfer && entries.contains { $0.step == .intake })
    let wasChecked = service == .transfer && (arrival != nil || entries.contains { $0.step == .transfer })
    let checked = Set<ProcessingStep>(
      (receivedAt == nil ? [] : [.received]) + (wasJudged ? [.intake] : []) + (wasChecked ? [.transfer] : []))
    return switch state {
    case .received, .inProcessing, .refused: checked
    case .enrolledBySchool, .refusedBySchool: checked.union([.school])
    case .withdrawn: checked.union(decisions.entries.isEmpty ? [.withdrawal] : [.school, .withdrawal])
    }
  }
}

extension Books.Counts {
  fileprivate mutating func count(_ countedState: CountedState) {
    switch countedState {
    case .received: received += 1
    case .refused: refused += 1
    case .inProcessing: inProcessing += 1
    case .completed: completed += 1
    case .withdrawn: withdrawn += 1
    }
  }
}
