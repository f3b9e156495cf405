import Admission
import PostgresClient
import QueueContracts
import WorkerRuntime

/// The register of applications.
struct PostgresApplications {
  let connection: PostgresConnection

  private static let columns = """
    id, number, service, language, applicant_iin, child_iin, child_name, school_bin, campaign, submitted_at, due_by, \
    state, arrival, ended_at, duplicate_of, grade, received_at, applicant_tie, conflicts_with, decisions
    """

  /// Those with one of the ids or of one of the children.
  func load(ids: some Sequence<ApplicationID>, children: some Sequence<String>) throws -> [ApplicationRecord] {
    let (ids, children) = (Array(ids), children.map(\.keyText))
    guard !ids.isEmpty || !children.isEmpty else { return [] }
    let rows: [Row] = try connection.rows(
      """
      SELECT \(Self.columns) FROM application
      WHERE id = ANY (ARRAY (SELECT value::uuid FROM json_array_elements_text($1)))
      OR child_iin = ANY (ARRAY (SELECT value FROM json_array_elements_text($2)))
      """, [keyList(ids), keyList(children)])
    return try rows.map { try $0.record() }
  }

  /// Locks those that are there until the transaction ends.
  func lock(_ ids: Set<ApplicationID>) throws {
    guard !ids.isEmpty else { return }
    try connection.value(
      """
      SELECT count(*) FROM (
        SELECT FROM application WHERE id = ANY (ARRAY (SELECT value::uuid FROM json_array_elements_text($1)))
        ORDER BY id FOR UPDATE
      ) AS locked
      """, [keyList(Array(ids))])
  }

  func insert(_ records: [ApplicationRecord]) throws {
    try connection.insert(try records.map(Row.init), into: "application", Self.columns, by: "id")
  }

  /// Writes all that is known of applications that were only received before.
  func rewrite(_ records: [ApplicationRecord]) throws {
    guard !records.isEmpty else { return }
    let columns = Self.columns.split(separator: ", ").dropFirst()
    try connection.value(
      """
      UPDATE application SET \(columns.map { "\($0) = changed.\($0)" }.joined(separator: ", "))
      FROM json_populate_recordset(NULL::application, $1) AS changed WHERE application.id = changed.id
      """, [PostgresConnection.json(try records.map(Row.init))])
  }

  /// Writes what can change once an application is in processing.
  func update(_ records: [ApplicationRecord]) throws {
    guard !records.isEmpty else { return }
    try connection.value(
      """
      UPDATE application SET state = changed.state, arrival = changed.arrival, ended_at = changed.ended_at,
        duplicate_of = changed.duplicate_of, applicant_tie = changed.applicant_tie,
        conflicts_with = changed.conflicts_with, decisions = changed.decisions
      FROM json_populate_recordset(NULL::application, $1) AS changed WHERE application.id = changed.id
      """, [PostgresConnection.json(try records.map(Row.init))])
  }
}

extension PostgresApplications {
  private struct Row: Codable {
    let id: ApplicationID
    @StoredNumber var number: ApplicationNumber
    let service: Service
    let language: Language
    let applicantIin: String
    let childIin: String
    let childName: String
    let schoolBin: String
    let campaign: Int
    let submittedAt: Int64
    let dueBy: Int64
    let state: String
    let arrival: Int?
    let endedAt: Int64?
    let duplicateOf: String?
    let grade: Int?
    let receivedAt: Int64?
    let applicantTie: String?
    let conflictsWith: String?
    let decisions: String?

    init(_ record: ApplicationRecord) throws(StoreError) {
      (id, service, language) = (record.id, record.service, record.language)
      number = record.number
      applicantIin = try record.applicantIin.storable("application.applicant_iin")
      childIin = try record.childIin.keyText.storable("application.child_iin")
      childName = try record.childName.column("application.child_name")
      schoolBin = try record.school.bin.storable("application.school_bin")
      (campaign, state) = (record.campaign, record.state.rawValue)
      (grade, receivedAt) = (record.grade, record.receivedAt?.milliseconds)
      (submittedAt, dueBy) = (record.submittedAt.milliseconds, record.dueBy.milliseconds)
      (arrival, endedAt, duplicateOf) = (record.arrival, record.endedAt?.milliseconds, record.duplicateOf?.text)
      applicantTie = record.tie.rawValue
      conflictsWith = record.conflictsWith?.text
      decisions = record.decisions.text
    }

    func record() throws(StoreError) -> ApplicationRecord {
      guard let state = ApplicationRecord.State(rawValue: state) else {
        throw .rejected("a stored row cannot be read: an application's state")
      }
      return ApplicationRecord(
        id: id, number: number, service: service, language: language, applicantIin: applicantIin, childIin: childIin,
        childName: childName.nonEmpty, grade: grade, school: SchoolReference(bin: schoolBin),
        submittedAt: Timestamp(milliseconds: submittedAt), dueBy: Timestamp(milliseconds: dueBy), state: state,
        arrival: arrival, receivedAt: receivedAt.map(Timestamp.init(milliseconds:)),
        endedAt: endedAt.map(Timestamp.init(milliseconds:)),
        duplicateOf: duplicateOf.flatMap(ApplicationNumber.init(stored:)),
        tie: applicantTie.flatMap(ApplicantTie.init) ?? .unknown,
        conflictsWith: conflictsWith.flatMap(ApplicationNumber.init(stored:)),
        decisions: try DecisionLog(text: decisions))
    }
  }
}
