import Admission
import PostgresClient
import QueueContracts
import WorkerRuntime

/// The judgements of applications.
enum PostgresJudgements {
  private struct Row: Decodable {
    let applicationId: ApplicationID
    let edition: String
    let judgedAt: Int64
    let grounds: String

    func judgement() throws(StoreError) -> Judgement {
      Judgement(
        application: applicationId, edition: edition, judgedAt: Timestamp(milliseconds: judgedAt),
        grounds: try Grounds(text: grounds), encodedGrounds: grounds)
    }
  }

  private static let columns = "application_id, edition, judged_at, grounds"

  static func load(_ applications: [ApplicationID], on connection: PostgresConnection) throws -> [Judgement] {
    guard !applications.isEmpty else { return [] }
    let rows: [Row] = try connection.rows(
      """
      SELECT \(columns) FROM judgement
      WHERE application_id = ANY (ARRAY (SELECT value::uuid FROM json_array_elements_text($1)))
      """, [keyList(applications)])
    return try rows.map { try $0.judgement() }
  }

  private static let added = PreparedStatement(
    """
    INSERT INTO judgement (\(columns))
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[]) AS added (\(columns)) ORDER BY application_id
    """)

  static func insert(_ judgements: [Judgement], in pipeline: inout PostgresPipeline) throws(StoreError) {
    guard !judgements.isEmpty else { return }
    var editions: [String] = []
    for judgement in judgements { editions.append(try judgement.edition.storable("judgement.edition")) }
    pipeline.add(
      added,
      [
        .uuids(judgements.map(\.application.uuid)), .texts(editions),
        .numbers(judgements.map(\.judgedAt.milliseconds)), .texts(judgements.map(\.encodedGrounds)),
      ])
  }
}
