import Admission
import PostgresClient
import QueueContracts
import WorkerRuntime

/// The application that each deregistration slip was last given with.
struct PostgresSlips {
  let connection: PostgresConnection

  private struct Row: Codable {
    let fromSchoolBin: String
    let number: String
    var applicationId: ApplicationID?

    init(_ key: SlipKey, holder: ApplicationID? = nil) throws(StoreError) {
      fromSchoolBin = try key.fromSchoolBin.keyText.storable("transfer_slip.from_school_bin")
      number = try key.number.keyText.storable("transfer_slip.number")
      applicationId = holder
    }
  }

  /// Locks them until the transaction ends.
  func load(_ keys: Set<SlipKey>) throws -> [SlipKey: ApplicationID] {
    guard !keys.isEmpty else { return [:] }
    let rows: [Row] = try connection.rows(
      """
      SELECT slip.* FROM json_populate_recordset(NULL::transfer_slip, $1) AS key
      JOIN transfer_slip AS slip USING (from_school_bin, number) ORDER BY from_school_bin, number FOR UPDATE OF slip
      """, [PostgresConnection.json(try keys.map { try Row($0) })])
    var slips: [SlipKey: ApplicationID] = [:]
    for row in rows { slips[SlipKey(fromSchoolBin: row.fromSchoolBin, number: row.number)] = row.applicationId }
    return slips
  }

  func slip(of application: ApplicationID) throws -> SlipKey? {
    let rows: [Row] = try connection.rows(
      "SELECT * FROM transfer_slip WHERE application_id = $1::uuid LIMIT 1", [application.description])
    return rows.first.map { SlipKey(fromSchoolBin: $0.fromSchoolBin, number: $0.number) }
  }

  func insert(_ slips: [(key: SlipKey, holder: ApplicationID)]) throws {
    try connection.insert(
      try slips.map { try Row($0.key, holder: $0.holder) }, into: "transfer_slip",
      "from_school_bin, number, application_id", by: "from_school_bin, number")
  }

  func update(_ slips: [(key: SlipKey, holder: ApplicationID)]) throws {
    guard !slips.isEmpty else { return }
    try connection.value(
      """
      UPDATE transfer_slip AS slip SET application_id = changed.application_id
      FROM json_populate_recordset(NULL::transfer_slip, $1) AS changed
      WHERE slip.from_school_bin = changed.from_school_bin AND slip.number = changed.number
      """, [PostgresConnection.json(try slips.map { try Row($0.key, holder: $0.holder) })])
  }
}
