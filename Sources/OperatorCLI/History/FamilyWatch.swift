import Admission
import Operations
import QueueContracts
import Samples

/// Asks the store again and again until every family has its answers, or the time is up.
struct FamilyWatch {
  let records: any Records
  let families: [ListedFamily]

  /// Asks until every family has its answers, or the time is up.
  ///
  /// - Parameter seconds: the longest time to ask, in seconds; 0 asks once.
  /// - Returns: the report about each family.
  /// - Throws: ``OperationFailure`` if the store does not answer.
  func report(within seconds: Int) async throws -> FamilyReport {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      let report = try await ask()
      if report.missing.isEmpty || ContinuousClock.now >= deadline { return report }
      try await Task.sleep(for: .milliseconds(300))
    }
  }

  private func ask() async throws -> FamilyReport {
    var answers: [(ListedFamily, ApplicationHistory)] = []
    for family in families {
      let entries = try await ServiceHistory.entries(of: family.applicationId, in: records)
      answers.append((family, ApplicationHistory(entries)))
    }
    return FamilyReport(families: answers)
  }
}
