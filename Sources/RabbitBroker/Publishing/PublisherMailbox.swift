import WorkerRuntime

/// The batches that a lane leaves for its publisher's thread, and the numbers of batches that nobody awaits any more.
///
/// The mailbox is a value behind a lock, so that a batch is passed on without a job on the thread.
struct PublisherMailbox {
  struct Batch {
    let number: Int
    let publications: [Publication]
    /// For each publication the reason why it can never be sent; nil if it can be sent.
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

  /// Notes the `max_message_size` that the broker has named.
  mutating func setLargestBody(bytes: Int) {
    gate.largestBodyBytes = bytes
  }

  mutating func nextNumber() -> Int {
    lastNumber += 1
    return lastNumber
  }

  /// Leaves a batch for the thread.
  ///
  /// - Returns: the reason why the batch cannot be sent; nil if the thread will send it.
  mutating func post(_ batch: Batch) -> BrokerError? {
    if let ended { return ended }
    guard gate.limits != nil else { return BrokerError(.closed, "The publisher is not open.") }
    posted.append(batch)
    return nil
  }

  mutating func abandon(_ number: Int) {
    if ended == nil { abandoned.append(number) }
  }

  mutating func takeAll() -> (batches: [Batch], abandoned: [Int]) {
    guard !posted.isEmpty || !abandoned.isEmpty else { return ([], []) }
    defer { (posted, abandoned) = ([], []) }
    return (posted, abandoned)
  }

  /// Ends the mailbox.
  ///
  /// - Returns: the batches that the thread has not taken.
  mutating func end(_ error: BrokerError) -> [Batch] {
    ended = ended ?? error
    defer { (posted, abandoned) = ([], []) }
    return posted
  }
}
