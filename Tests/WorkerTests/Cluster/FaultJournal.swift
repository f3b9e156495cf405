import Foundation
import QueueContracts
import TestSupport
import WorkerRuntime

/// Records what the portals published in each phase of the test, and what the broker confirmed.
///
/// In each phase, one fault is injected.
actor FaultJournal {
  struct Batch: Sendable {
    let number: Int
    let publications: [Publication]
  }

  /// One application that a portal published.
  struct PublishedApplication: Sendable {
    let application: ApplicationSubmitted
    let phase: Int
    var isConfirmed = false
  }

  struct Phase: Sendable {
    let name: String
    let began: ContinuousClock.Instant
    var seconds = 0.0
    /// The number of applications that were first sent in this phase.
    var published = 0
    var confirmed = 0
    /// The number of messages that were sent and not confirmed, so they may have arrived or not.
    var uncertain = 0
    /// The number of applications that the portal stopped sending before a confirm came.
    var givenUp = 0
    /// The longest wait of a batch, from its first sending until it was confirmed or given up.
    var longestWait = Duration.zero
    var workersKilled = 0
    var remarks: [String] = []
  }

  private static let batchSize = 5

  private(set) var phases: [Phase] = []
  private(set) var publishedApplications: [PublishedApplication] = []
  private var isClosed = false
  /// When each open batch was first sent, by its number; an open batch is neither confirmed nor given up.
  private var open: [Int: ContinuousClock.Instant] = [:]

  // MARK: The phases

  func begin(_ name: String) {
    endPhase()
    phases.append(Phase(name: name, began: .now))
    announce("\(name) …")
  }

  func killedWorker() { phases[phases.count - 1].workersKilled += 1 }

  func remark(_ text: String) {
    phases[phases.count - 1].remarks.append(text)
    announce("  \(text)")
  }

  /// Ends the journal, which then gives out no more batches.
  func close() {
    endPhase()
    isClosed = true
  }

  private func endPhase() {
    guard !isClosed, let last = phases.indices.last else { return }
    phases[last].seconds = phases[last].began.duration(to: .now) / .seconds(1)
  }

  /// Prints a line at once, without a buffer, so that a person who waits sees the progress.
  private nonisolated func announce(_ line: String) {
    FileHandle.standardOutput.write(Data("    \(line)\n".utf8))
  }

  // MARK: Reports of the portals

  /// Makes a batch of new applications; nil once the journal is closed.
  func nextBatch() -> Batch? {
    guard !isClosed, let phase = phases.indices.last else { return nil }
    let number = publishedApplications.count / Self.batchSize
    let applications = (0..<Self.batchSize).map { Families.mixed(publishedApplications.count + $0) }
    publishedApplications += applications.map { PublishedApplication(application: $0, phase: phase) }
    phases[phase].published += applications.count
    open[number] = .now
    return Batch(
      number: number,
      publications: applications.map {
        Publication(
          exchange: ExchangeName.admission, routingKey: RoutingKey.applicationSubmitted, message: $0.message())
      })
  }

  func confirmed(_ batch: Batch) {
    let (indices, phase) = (indices(of: batch), phase(of: batch))
    for index in indices { publishedApplications[index].isConfirmed = true }
    phases[phase].confirmed += indices.count
    noteWait(batch)
  }

  func uncertain(_ batch: Batch) { phases[phase(of: batch)].uncertain += batch.publications.count }

  func gaveUp(_ batch: Batch) {
    phases[phase(of: batch)].givenUp += batch.publications.count
    noteWait(batch)
  }

  private func noteWait(_ batch: Batch) {
    guard let since = open.removeValue(forKey: batch.number) else { return }
    let phase = phase(of: batch)
    phases[phase].longestWait = max(phases[phase].longestWait, since.duration(to: .now))
  }

  private func indices(of batch: Batch) -> Range<Int> {
    batch.number * Self.batchSize..<(batch.number + 1) * Self.batchSize
  }

  private func phase(of batch: Batch) -> Int { publishedApplications[batch.number * Self.batchSize].phase }

  // MARK: Questions of the test

  /// True if every batch that was first sent before `instant` is confirmed or given up.
  func isThrough(since instant: ContinuousClock.Instant) -> Bool { open.values.allSatisfy { $0 > instant } }
}
