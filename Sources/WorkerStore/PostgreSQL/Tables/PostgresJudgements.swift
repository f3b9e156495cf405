import Admission
import PostgresClient
import QueueContracts
import WorkerRuntime

/// What each application was judged by.
struct PostgresJudgements {
  let connection: PostgresConnection

  private struct Row: Codable {
    let applicationId: ApplicationID
    let edition: String
    let judgedAt: Int64
    let grounds: String

    init(_ judgement: Judgement) throws(StoreError) {
      applicationId = judgement.application
      edition = try judgement.edition.storable("judgement.edition")
      judgedAt = judgement.judgedAt.milliseconds
      grounds = judgement.encodedGrounds
    }

    func judgement() throws(StoreError) -> Judgement {
      Judgement(
        application: applicationId, edition: edition, judgedAt: Timestamp(milliseconds: judgedAt),
        grounds: try Grounds(text: grounds), encodedGrounds: grounds)
    }
  }

  private static let columns = "application_id, edition, judged_at, grounds"

  func load(_ applications: [ApplicationID]) throws -> [Judgement] {
    guard !applications.isEmpty else { return [] }
    let rows: [Row] = try connection.rows(
      """
      SELECT \(Self.columns) FROM judgement
      WHERE application_id = ANY (ARRAY (SELECT value::uuid FROM json_array_elements_text($1)))
      """, [keyList(applications)])
    return try rows.map { try $0.judgement() }
  }

  func insert(_ judgements: [Judgement]) throws {
    try connection.insert(try judgements.map(Row.init), into: "judgement", Self.columns, by: "application_id")
  }
}
