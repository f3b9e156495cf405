import PostgresClient
import QueueContracts
import WorkerRuntime

/// The table of signatures, each with the application that it was first used for.
enum PostgresSignatures {
  static let known = PreparedStatement(
    """
    SELECT known.signature, known.application_id FROM unnest($1::text[]) AS key, LATERAL (
      SELECT * FROM signature_use WHERE signature = key LIMIT 1
    ) AS known
    """)

  /// Loads the signatures' applications without locks: a row never changes, and the primary key prevents a second row
  /// for the same signature.
  static func load(_ keys: Set<String>, in pipeline: inout PostgresPipeline) -> Reading<[String: ApplicationID]> {
    guard !keys.isEmpty else { return { _ in [:] } }
    let place = pipeline.add(known, [.texts(Array(keys))])
    return { answers in
      let rows = answers[place]
      var signatures: [String: ApplicationID] = [:]
      for row in rows.indices {
        signatures[try rows.storedText(row, 0)] = try ApplicationID(uuid: rows.storedUUID(row, 1))
      }
      return signatures
    }
  }

  private static let added = PreparedStatement(
    """
    INSERT INTO signature_use (signature, application_id)
    SELECT * FROM unnest($1::text[], $2::uuid[]) AS added (signature, application_id) ORDER BY signature
    """)

  static func insert(_ uses: [(key: String, application: ApplicationID)], in pipeline: inout PostgresPipeline) {
    guard !uses.isEmpty else { return }
    pipeline.add(added, [.texts(uses.map(\.key)), .uuids(uses.map(\.application.uuid))])
  }
}
