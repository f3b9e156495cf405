import Crypto
import Foundation
import Operations
import QueueContracts
import RabbitBroker
import WorkerRuntime
import WorkerStore

/// Looks at parked messages for all pages, and replays or discards them, one task at a time.
///
/// A look takes messages out of their queue and puts them back, so two looks at once would hide messages from each
/// other. The result of one look serves all pages for ten seconds.
actor ParkedDesk {
  /// The greatest number of messages of one queue that are looked at.
  static let limit = 10_000
  private static let freshSeconds: Int64 = 10
  private static let keptJobs = 50

  private let settings: Settings
  private let store: any BoardStore
  private let salt = SymmetricKey(size: .bits256)
  private var last: ParkedLook?
  private var latestTask = Task<Void, Never> {}
  private var jobs: [UnparkingJob] = []

  init(settings: Settings, store: any BoardStore) {
    self.settings = settings
    self.store = store
  }

  // MARK: - Looking

  /// The parked messages, as of now or of at most ten seconds ago.
  ///
  /// - Throws: `OperationFailure` if the broker cannot be reached.
  func look() async throws -> ParkedLook {
    if let fresh { return fresh }
    return try await inTurn { try await self.lookNow() }
  }

  /// Fetches one message with its body.
  ///
  /// - Throws: ``BoardError`` if the message is not parked, and the errors of ``look()``.
  func message(_ queue: String, _ key: String) async throws -> ParkedMessage {
    let item = try await look().items.first { $0.parked.queue == queue && $0.key == key }
    if let id = item?.parked.message.id, let item {
      let found = try await inTurn { [settings] in
        let reader = ParkedReader(try Connections.admin(settings, as: "board"))
        return try await reader.messages(
          try ParkedFilter(ids: [id], queue: queue, limit: Self.limit), withBodies: true)
      }
      if let message = found.first(where: { $0.reason == item.parked.reason }) ?? found.first { return message }
      last = nil
    }
    throw BoardError.notFound("This message is not parked any more.")
  }

  private var fresh: ParkedLook? {
    last.flatMap { $0.time.adding(seconds: Self.freshSeconds) > .now ? $0 : nil }
  }

  private func lookNow() async throws -> ParkedLook {
    // The task before this one may have looked already.
    if let fresh { return fresh }
    let look = try await Self.look(settings, salt)
    last = look
    return look
  }

  private static func look(_ settings: Settings, _ salt: SymmetricKey) async throws -> ParkedLook {
    let admin = try Connections.admin(settings, as: "board")
    let queues = try await ParkedQueues.now(settings)
    let survey = try await Connections.reaching { () throws(BrokerError) in
      try await ParkedSurvey(queues, admin, limit: limit)
    }
    let items = survey.messages.map { ParkedItem($0, salt: salt) }
    let places = Dictionary(uniqueKeysWithValues: queues.names.enumerated().map { ($1, $0) })
    return ParkedLook(
      time: .now,
      items: items.sorted { left, right in
        let (first, second) = (places[left.parked.queue] ?? 0, places[right.parked.queue] ?? 0)
        return first == second ? isBefore(left, right) : first < second
      }, notLookedAt: survey.notLookedAt, schoolsCaveat: survey.schoolsCaveat)
  }

  /// The order of the messages on the pages; the broker itself keeps no order when messages are put back.
  private static func isBefore(_ left: ParkedItem, _ right: ParkedItem) -> Bool {
    let times = (left.listing.parkedAt?.milliseconds ?? .max, right.listing.parkedAt?.milliseconds ?? .max)
    return (times.0, left.key ?? "") < (times.1, right.key ?? "")
  }

  /// Does the work after all earlier tasks have ended.
  private func inTurn<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
    let earlier = latestTask
    let task = Task {
      await earlier.value
      return try await work()
    }
    latestTask = Task { _ = await task.result }
    return try await task.value
  }

  // MARK: - Replaying and discarding

  /// Starts to replay or discard the messages of a plan, and returns the key of the new ``UnparkingJob``.
  ///
  /// The caller must already have recorded the action. The work goes on even if nobody has the job's page open. If
  /// the board stops, the messages that are not yet replayed or discarded stay parked.
  ///
  /// - Throws: `OperationFailure` if AMQP_URL cannot be used.
  func begin(_ plan: UnparkingPlan, _ filter: ParkedFilter, by user: Visitor.User, because: String) throws -> String {
    let job = UnparkingJob(
      key: String(UUID().uuidString.lowercased().prefix(13)), plan: plan, by: user, because: because, begun: .now)
    let unparking = Unparking(
      plan.action, filter, broker: try Connections.broker(settings, as: "board"),
      admin: try Connections.admin(settings, as: "board"), person: user.name, because: because,
      notes: .success(store),
      receipts: { [store] receipts in
        for action in BoardAction.receipts(receipts, of: job) { try await store.note(action) }
      },
      progress: { progress in Task { await self.note(progress, of: job.key) } })
    jobs.append(job)
    if jobs.count > Self.keptJobs { jobs.removeFirst() }
    Task {
      do {
        end(job.key, .success(try await inTurn { try await unparking.run() }))
      } catch {
        end(job.key, .failure(error))
      }
    }
    return job.key
  }

  /// The job with this key; nil if the key is unknown or the job is not kept any more.
  func job(_ key: String) -> UnparkingJob? { jobs.first { $0.key == key } }

  private func note(_ progress: UnparkingProgress, of key: String) {
    guard let place = jobs.firstIndex(where: { $0.key == key }) else { return }
    // Reports of progress may arrive out of order.
    if progress.unparked > jobs[place].progress.unparked { jobs[place].progress = progress }
  }

  private func end(_ key: String, _ result: Result<UnparkingProgress, any Error>) {
    last = nil
    guard let place = jobs.firstIndex(where: { $0.key == key }) else { return }
    switch result {
    case .success(let progress):
      jobs[place].progress = progress
      jobs[place].end =
        progress.missed > 0
        ? .failed("The broker did not return \(progress.missed.counted("message")) in time. Do it again.") : .done
    case .failure(let error):
      let sentence = BoardError(any: error)?.operatorSentence ?? "Something failed."
      jobs[place].end = .failed("\(sentence) The remaining messages stay parked.")
    }
  }
}
