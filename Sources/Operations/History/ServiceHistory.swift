import Admission
import QueueContracts

/// Reads the letters that families were sent, in three languages.
public enum ServiceHistory {
  /// A citizen's entries, sorted by time, then by step.
  ///
  /// - Parameters:
  ///   - text: the IIN. A number that was never issued may still have a history: the refusal that says so.
  ///   - records: opens the store. What is wrong with the number is said rather than what is wrong with the store.
  /// - Returns: the entries, the oldest first; none if the citizen has none.
  /// - Throws: ``OperationFailure`` if it is no IIN and has no history.
  public static func entries(
    iin text: String, in records: () async throws -> any Records
  ) async throws -> [HistoryEntry] {
    let isIIN = IIN(text) != nil
    let entries: [HistoryEntry]
    do {
      entries = try await records().history(recipientIin: text)
    } catch {
      guard !isIIN else { throw error }
      entries = []
    }
    guard isIIN || !entries.isEmpty else {
      throw OperationFailure.badInput(
        "--iin is no IIN: twelve digits, a birth date among them, with the right check digit.")
    }
    return entries
  }

  /// The letters about one application, sorted by time, then by step.
  public static func entries(of application: ApplicationID, in records: any Records) async throws -> [HistoryEntry] {
    Standing(try await Connections.asking { try await records.entries(of: application) }).entries
  }
}
