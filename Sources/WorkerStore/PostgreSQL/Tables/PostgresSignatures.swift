import PostgresClient
import QueueContracts

/// The application that each signature was first used for.
struct PostgresSignatures {
  let connection: PostgresConnection

  private struct Row: Codable {
    let signature: String
    let applicationId: ApplicationID
  }

  /// Locks nothing: a row never changes, and one that is not there yet is kept apart by its primary key.
  func load(_ keys: Set<String>) throws -> [String: ApplicationID] {
    guard !keys.isEmpty else { return [:] }
    let rows: [Row] = try connection.rows(
      """
      SELECT signature, application_id FROM signature_use
      WHERE signature = ANY (ARRAY (SELECT value FROM json_array_elements_text($1)))
      """, [keyList(Array(keys))])
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.signature, $0.applicationId) })
  }

  func insert(_ uses: [(key: String, application: ApplicationID)]) throws {
    try connection.insert(
      uses.map { Row(signature: $0.key, applicationId: $0.application) }, into: "signature_use",
      "signature, application_id", by: "signature")
  }
}
