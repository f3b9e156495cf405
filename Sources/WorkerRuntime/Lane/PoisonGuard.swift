/// Finds the message that kills the process, and lets it take no neighbour along.
///
/// After a crash every delivery that was in hand comes again with a delivery count, so the count alone blames innocents.
/// Such suspects are handled one at a time in the whole process, each noted before and after: a note without an end names
/// the culprit for certain.
struct PoisonGuard: Sendable {
  let worker: String
  let log: any CrashLog
  /// Crashes, while it was handled alone, after which a message is parked.
  let crashLimit: Int
  /// One for all lanes of the process: with two suspects in hand at once, a crash would blame both.
  let turn: AsyncSemaphore

  /// Handles a batch; `work` is told whether it is a message that is to be parked unread.
  func guarding(_ batch: [Delivery], _ outage: Outage, _ work: (_ isPoison: Bool) async throws -> Void) async throws {
    guard let suspect = batch.first, suspect.deliveryCount > 0 else { return try await work(false) }
    let name = suspect.message.crashLogName
    try await turn.occupying {
      let crashes = try await outage.waitedOut { try await noteBeginning(of: name) }
      do {
        try await work(crashes >= crashLimit)
      } catch {
        // Not a crash: the lane lost its broker or was told to stop. The note goes before the lane does, however long the
        // store is down, or it would be counted as one.
        try await outage.waitedOut { try await noteEnd(of: name) }
        throw error
      }
      try await outage.waitedOut { try await noteEnd(of: name) }
    }
  }

  private func noteBeginning(of name: String) async throws -> Int {
    do {
      return try await log.noteBeginning(of: [name], worker: worker, alone: true)[name]?.alone ?? 0
    } catch {
      throw EnvironmentDown("store", detail: "\(error)")
    }
  }

  private func noteEnd(of name: String) async throws {
    do {
      try await log.noteEnd(of: [name], worker: worker, settled: true)
    } catch {
      throw EnvironmentDown("store", detail: "\(error)")
    }
  }
}
