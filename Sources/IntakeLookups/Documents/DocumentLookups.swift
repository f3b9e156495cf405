public import Admission
import Foundation
public import QueueContracts
import Synchronization
import WorkerBase
import WorkerRuntime

/// Reads and checks the documents of a form, several at once.
public struct DocumentLookups: Sendable {
  /// The greatest number of bytes that are read from all documents of one form together.
  ///
  /// The limit bounds what one form can make this process read. It is many times what the rules allow, so documents
  /// that are merely too large for the rules are still checked. A document that would exceed the limit is not read, and
  /// counts as unreadable.
  static let limit = 64 << 20

  /// The greatest number of documents that are read of one form (contract 1); further documents count as unreadable.
  static let mostDocuments = 32

  private let store: any DocumentStore
  private let monitor: ServiceMonitor
  private let slots: AsyncSemaphore
  private let budget: AsyncSemaphore
  private let seconds: Double

  /// Creates the look-ups in one store.
  ///
  /// - Parameters:
  ///   - store: the document store.
  ///   - monitor: decides whether a failure concerns one message or the whole store.
  ///   - slots: bounds the number of reads at once, for all forms together.
  ///   - budget: bounds the memory of all reads, in bytes. If the documents of one form together exceed the budget, those that do
  ///     not fit are not read.
  ///   - seconds: the time that all documents of one form together may take, from the first read on. The wait for a
  ///     slot before the first read does not count, because other forms cause it.
  init(
    store: any DocumentStore, monitor: ServiceMonitor, slots: AsyncSemaphore,
    budget: AsyncSemaphore = AsyncSemaphore(Self.limit), seconds: Double
  ) {
    self.store = store
    self.monitor = monitor
    self.slots = slots
    self.budget = budget
    self.seconds = seconds
  }

  /// Reads and checks documents, in the order of the form.
  ///
  /// - Parameters:
  ///   - documents: the form's descriptions of its documents.
  ///   - message: the application's id as a text, the same each time that the application comes.
  /// - Returns: one fact for each document.
  /// - Throws: `MessageHeldUp` if a document of this form cannot be read now, `EnvironmentDown` if the document store
  ///   is down, `CancellationError` if the task is cancelled.
  public func facts(of documents: [AttachedDocument], for message: String) async throws -> [DocumentFact] {
    let reply = OneShot<[DocumentFact]>()
    let alarm = FormAlarm(seconds: seconds) { reply.settle(.failure(TimedOut())) }
    let work = Task.immediate {
      do {
        reply.settle(.success(try await inOrder(documents, message, alarm)))
      } catch {
        reply.settle(.failure(error))
      }
    }
    defer {
      work.cancel()
      alarm.stop()
    }
    do {
      return try await reply.value()
    } catch is TimedOut {
      throw MessageHeldUp("document store", detail: "the documents of one form took over \(seconds) s")
    }
  }

  private func inOrder(
    _ documents: [AttachedDocument], _ message: String, _ alarm: FormAlarm
  ) async throws -> [DocumentFact] {
    var left = min(Self.limit, budget.total)
    let wanted = documents.prefix(Self.mostDocuments).indices.filter { index in
      guard documents[index].size <= left else { return false }
      left -= documents[index].size
      return true
    }
    let turns = store.readsInTurn ? [wanted] : wanted.map { [$0] }
    let found = try await turns.filter { !$0.isEmpty }.map(strands: turns.count) { turn in
      try await inTurn(turn.map { documents[$0] }, message, alarm)
    }
    var facts = [DocumentFact](repeating: .unreadable, count: documents.count)
    for (index, fact) in zip(wanted, found.joined()) { facts[index] = fact }
    return facts
  }

  /// Reads documents one after another, in one slot.
  private func inTurn(
    _ documents: [AttachedDocument], _ message: String, _ alarm: FormAlarm
  ) async throws -> [DocumentFact] {
    let start = ContinuousClock.now
    do {
      let facts = try await slots.occupying {
        // Up to one byte more is read than the form gives as the size; that byte shows that the document is longer.
        try await budget.occupying((documents.map(\.size).max() ?? 0) + 1) {
          alarm.start()
          return try await store.findings(of: documents) { document, content in
            (fact: DocumentCheck.fact(of: content, claimed: document), isThere: content != nil)
          }
        }
      }
      noteAnswer(facts.lastIndex(where: \.isThere).map { documents[$0].reference })
      // If several documents were read in one slot, each is measured by an equal share of the time.
      let share = ContinuousClock.now - start.duration(to: .now) / max(1, facts.count)
      for (fact, _) in facts {
        LookupMetrics.shared.tell(.lookups, .lookupSeconds, ("lookup", "document"), fact.word, since: share)
      }
      return facts.map(\.fact)
    } catch let fault as DocumentFault {
      // The probes that find out whether the store is down have time limits of their own.
      alarm.stop()
      LookupMetrics.shared.tell(.lookups, .lookupSeconds, ("lookup", "document"), "unavailable", since: start)
      throw await monitor.error(for: message, detail: fault.detail)
    }
  }

  /// Notes that the store answered.
  ///
  /// - Parameter reference: the key of a document that the store has; nil if it has none of the requested documents.
  private func noteAnswer(_ reference: String?) {
    guard let reference else { return monitor.noteAnswer() }
    monitor.noteAnswer { [store] in (try? await store.content(of: reference, atMost: 1)) != nil }
  }
}

/// A form's time-out, which begins at the first call of `start()`; further calls change nothing.
private final class FormAlarm: Sendable {
  private let seconds: Double
  private let ring: @Sendable () -> Void
  private let alarm = Mutex<AlarmClock.Alarm?>(nil)

  init(seconds: Double, ring: @escaping @Sendable () -> Void) {
    self.seconds = seconds
    self.ring = ring
  }

  func start() {
    alarm.withLock { $0 = $0 ?? AlarmClock.shared.set(after: seconds, ring: ring) }
  }

  func stop() { alarm.withLock { $0.map { AlarmClock.shared.callOff($0) } } }
}
