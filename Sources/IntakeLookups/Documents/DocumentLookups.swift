public import Admission
import Foundation
public import QueueContracts
import Synchronization
import WorkerRuntime

/// Fetches and checks the documents of a form, several at once.
public struct DocumentLookups: Sendable {
  /// All documents of one form together, in bytes.
  ///
  /// It is many times what the rules allow, so that documents that are merely too large are still judged, and bounds
  /// what a form can make this process read. What lies beyond is not read to its end, and so is unreadable.
  static let limit = 64 << 20

  /// So many documents of a form are looked at (contract 1); what lies beyond is unreadable.
  static let mostDocuments = 32

  private let store: any DocumentStore
  private let monitor: ServiceMonitor
  private let slots: AsyncSemaphore
  private let budget: ByteBudget
  private let seconds: Double

  /// Creates the look-ups in one store.
  ///
  /// - Parameters:
  ///   - monitor: tells whose fault a failure is.
  ///   - slots: shared by every form that is being judged.
  ///   - budget: how much they may hold in memory together. A form of more bytes is not read to its end.
  ///   - seconds: for all documents of one form together, from its first read on. Waiting for a turn is not the form's
  ///     fault and does not count.
  init(
    store: any DocumentStore, monitor: ServiceMonitor, slots: AsyncSemaphore,
    budget: ByteBudget = ByteBudget(bytes: Self.limit), seconds: Double
  ) {
    self.store = store
    self.monitor = monitor
    self.slots = slots
    self.budget = budget
    self.seconds = seconds
  }

  /// In the order of the form.
  ///
  /// - Parameter message: who asks, the same text for the same application.
  /// - Throws: `MessageHeldUp` if a document of this form cannot be had now, `EnvironmentDown` if none of anybody's can,
  ///   `CancellationError`.
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
    var left = min(Self.limit, budget.bytes)
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

  /// Of documents that are read one after another.
  private func inTurn(
    _ documents: [AttachedDocument], _ message: String, _ alarm: FormAlarm
  ) async throws -> [DocumentFact] {
    let start = ContinuousClock.now
    do {
      let facts = try await slots.occupying {
        // One byte more than claimed tells a longer document, however long, without reading it.
        try await budget.holding((documents.map(\.size).max() ?? 0) + 1) {
          alarm.start()
          return try await store.looking(at: documents) { document, content in
            (fact: DocumentCheck.fact(of: content, claimed: document), isThere: content != nil)
          }
        }
      }
      noteAnswer(facts.lastIndex(where: \.isThere).map { documents[$0].reference })
      // What each took by itself is not known of those that were read in one turn.
      let share = ContinuousClock.now - start.duration(to: .now) / max(1, facts.count)
      for (fact, _) in facts {
        LookupMetrics.shared.tell(.lookups, .lookupSeconds, ("lookup", "document"), fact.word, since: share)
      }
      return facts.map(\.fact)
    } catch let fault as DocumentFault {
      LookupMetrics.shared.tell(.lookups, .lookupSeconds, ("lookup", "document"), "unavailable", since: start)
      throw await monitor.error(for: message, detail: fault.detail)
    }
  }

  /// - Parameter reference: of a document that is there; nil if the store answered about none that is.
  private func noteAnswer(_ reference: String?) {
    guard let reference else { return monitor.answered() }
    monitor.answered { [store] in (try? await store.content(of: reference, atMost: 1)) != nil }
  }
}

/// Rings once, some time after it was first started.
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
