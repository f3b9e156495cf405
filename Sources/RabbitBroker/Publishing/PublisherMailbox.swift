import WorkerRuntime

/// What a publisher's lane leaves for its thread: batches to be sent, and those for which nobody waits any more.
///
/// A value behind a lock, so that a batch is handed over without a job on the thread.
struct PublisherMailbox {
  struct Batch {
    let number: Int
    let publications: [Publication]
    /// Why a publication cannot be sent at all, for each of them; nil if it can.
    let failures: ConfirmTracker.Results
    let continuation: CheckedContinuation<ConfirmTracker.Results, Never>
  }

  private(set) var gate = PublicationGate()
  private var ended: BrokerError?
  private var posted: [Batch] = []
  private var abandoned: [Int] = []
  private var lastNumber = 0

  mutating func open(_ limits: PublicationLimits) {
    gate.limits = limits
  }

  /// The broker has named its `max_message_size`.
  mutating func learn(largestBodyBytes: Int) {
    gate.largestBodyBytes = largestBodyBytes
  }

  mutating func nextNumber() -> Int {
    lastNumber += 1
    return lastNumber
  }

  /// - Returns: why nothing can be posted; nil if the thread will see to the batch.
  mutating func post(_ batch: Batch) -> BrokerError? {
    if let ended { return ended }
    guard gate.limits != nil else { return BrokerError(.closed, "The publisher is not open.") }
    posted.append(batch)
    return nil
  }

  mutating func abandon(_ number: Int) {
    if ended == nil { abandoned.append(number) }
  }

  mutating func takePost() -> (batches: [Batch], abandoned: [Int]) {
    guard !posted.isEmpty || !abandoned.isEmpty else { return ([], []) }
    defer { (posted, abandoned) = ([], []) }
    return (posted, abandoned)
  }

  /// - Returns: what the thread has not seen.
  mutating func end(_ error: BrokerError) -> [Batch] {
    ended = ended ?? error
    defer { (posted, abandoned) = ([], []) }
    return posted
  }
}
