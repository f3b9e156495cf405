import Admission
import QueueContracts

/// Reads the entries that families were sent, in three languages.
public enum ServiceHistory {
  /// A citizen's entries, sorted by time, then by step.
  ///
  /// - Parameters:
  ///   - text: the IIN. An invalid number has a history if an application with this number was refused.
  ///   - openRecords: opens the store. If the number is invalid and the store fails, the error is about the number.
  /// - Returns: the entries, the oldest first; empty if the citizen has no entries.
  /// - Throws: ``OperationFailure`` if the text is not an IIN and has no history.
  public static func entries(
    iin text: String, in openRecords: () async throws -> any Records
  ) async throws -> [HistoryEntry] {
    let isIIN = IIN(text) != nil
    let entries: [HistoryEntry]
    do {
      entries = try await openRecords().history(recipientIin: text)
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

  /// The entries about one application, sorted by time, then by step.
  public static func entries(of application: ApplicationID, in records: any Records) async throws -> [HistoryEntry] {
    ApplicationHistory(try await Connections.asking { try await records.entries(of: application) }).entries
  }
}
