import Admission
import PostgresClient
import QueueContracts
import WorkerRuntime

/// The register of applications.
enum PostgresApplications {
  /// The columns, with the types of their values on the wire.
  private static let columns: [(name: String, type: String)] = [
    ("id", "uuid"), ("number", "text"), ("service", "text"), ("language", "text"), ("applicant_iin", "text"),
    ("child_iin", "text"), ("child_name", "text"), ("school_bin", "text"), ("campaign", "bigint"),
    ("submitted_at", "bigint"), ("due_by", "bigint"), ("state", "text"), ("arrival", "bigint"), ("ended_at", "bigint"),
    ("duplicate_of", "text"), ("grade", "bigint"), ("received_at", "bigint"), ("applicant_tie", "text"),
    ("conflicts_with", "text"), ("decisions", "text"),
  ]

  private static let columnNames = columns.map(\.name).joined(separator: ", ")
  /// The SQL that turns the parameters into rows.
  private static let parameterRows =
    "unnest(\(columns.enumerated().map { "$\($0 + 1)::\($1.type)[]" }.joined(separator: ", "))) "
    + "AS changed (\(columnNames))"

  // MARK: - Reading

  /// The query for the applications whose ids the query `keys` returns.
  private static func query(for keys: String) -> String {
    """
    SELECT \(columns.map { "known.\($0.name)" }.joined(separator: ", ")) FROM (\(keys)) AS key (id), LATERAL (
      SELECT * FROM application WHERE id = key.id LIMIT 1
    ) AS known
    """
  }

  private static let byKeys = """
    SELECT unnest($1::uuid[])
    UNION SELECT sibling.id FROM unnest($2::text[]) AS child, LATERAL (
      SELECT id FROM application WHERE child_iin = child AND state IN (\(ApplicationRecord.blockingStates)) OFFSET 0
    ) AS sibling
    """

  private static let bySlips = """
    UNION SELECT holder FROM unnest($3::text[], $4::text[]) AS key (from_school_bin, number), LATERAL (
      SELECT application_id, earlier FROM transfer_slip
      WHERE from_school_bin = key.from_school_bin AND number = key.number LIMIT 1
    ) AS slip, unnest(slip.application_id || string_to_array(slip.earlier, ' ')::uuid[]) AS holder
    """

  static let ofFamilies = PreparedStatement(query(for: byKeys))
  /// The statement that also reads slips is separate, because only TransferWorker has the right to read them.
  static let ofFamiliesAndSlips = PreparedStatement(query(for: "\(byKeys) \(bySlips)"))
  private static let byIDs = PreparedStatement(query(for: "SELECT unnest($1::uuid[])"), isKept: false)

  /// Loads the applications that have one of these ids or slips, or that can make another application for one of these
  /// children a duplicate.
  static func load(
    _ ids: Set<ApplicationID>, children: Set<String>, holding slips: Set<SlipKey>, in pipeline: inout PostgresPipeline
  ) throws(StoreError) -> Reading<[ApplicationRecord]> {
    guard !ids.isEmpty || !children.isEmpty || !slips.isEmpty else { return { _ in [] } }
    let keys: [PostgresValue] = [.uuids(ids.map(\.uuid)), .texts(children.map(\.keyText))]
    // The applications that a slip was accepted for are loaded, too: their states decide whether the slip may be used
    // again.
    let place =
      slips.isEmpty
      ? pipeline.add(ofFamilies, keys)
      : pipeline.add(ofFamiliesAndSlips, keys + (try PostgresSlips.values(of: Array(slips))))
    return { try records($0[place]) }
  }

  static func load(_ ids: [ApplicationID], on connection: PostgresConnection) throws -> [ApplicationRecord] {
    guard !ids.isEmpty else { return [] }
    var pipeline = PostgresPipeline()
    let place = pipeline.add(byIDs, [.uuids(ids.map(\.uuid))])
    return try records(connection.answers(to: pipeline)[place])
  }

  static let locked = PreparedStatement(
    """
    SELECT count(*) FROM (SELECT id FROM unnest($1::uuid[]) AS id ORDER BY id) AS key, LATERAL (
      SELECT FROM application WHERE application.id = key.id FOR UPDATE
    ) AS locked
    """)

  /// Locks the rows of the applications that exist, until the transaction ends.
  static func lock(_ ids: Set<ApplicationID>, in pipeline: inout PostgresPipeline) {
    guard !ids.isEmpty else { return }
    pipeline.add(locked, [.uuids(ids.map(\.uuid))])
  }

  // MARK: - Writing

  private static let added = PreparedStatement(
    "INSERT INTO application (\(columnNames)) SELECT * FROM \(parameterRows) ORDER BY id")

  static func insert(_ records: [ApplicationRecord], in pipeline: inout PostgresPipeline) throws(StoreError) {
    try write(records, by: added, in: &pipeline)
  }

  private static func update(_ columns: [String]) -> PreparedStatement {
    PreparedStatement(
      """
      UPDATE application SET \(columns.map { "\($0) = changed.\($0)" }.joined(separator: ", "))
      FROM \(parameterRows) WHERE application.id = changed.id
      """)
  }

  static let rewritten = update(columns.dropFirst().map(\.name))

  /// Writes all columns of applications whose stored state is `received`.
  static func rewrite(_ records: [ApplicationRecord], in pipeline: inout PostgresPipeline) throws(StoreError) {
    try write(records, by: rewritten, in: &pipeline)
  }

  static let updated = update([
    "state", "arrival", "ended_at", "duplicate_of", "applicant_tie", "conflicts_with", "decisions",
  ])

  /// Writes the columns that can change once an application is in processing.
  static func update(_ records: [ApplicationRecord], in pipeline: inout PostgresPipeline) throws(StoreError) {
    try write(records, by: updated, in: &pipeline)
  }

  private static func write(
    _ records: [ApplicationRecord], by statement: PreparedStatement, in pipeline: inout PostgresPipeline
  ) throws(StoreError) {
    guard !records.isEmpty else { return }
    pipeline.add(statement, try values(of: records))
  }
}

// MARK: - Rows

extension PostgresApplications {
  /// The values of the records: one array for each column, in the order of ``columns``.
  private static func values(of records: [ApplicationRecord]) throws(StoreError) -> [PostgresValue] {
    var (applicants, children, names, schools): ([String], [String], [String], [String]) = ([], [], [], [])
    for record in records {
      applicants.append(try record.applicantIin.storable("application.applicant_iin"))
      children.append(try record.childIin.keyText.storable("application.child_iin"))
      names.append(try record.childName.column("application.child_name"))
      schools.append(try record.school.bin.storable("application.school_bin"))
    }
    return [
      .uuids(records.map(\.id.uuid)), .texts(records.map(\.number.text)), .texts(records.map(\.service.rawValue)),
      .texts(records.map(\.language.rawValue)), .texts(applicants), .texts(children), .texts(names), .texts(schools),
      .numbers(records.map { Int64($0.campaign) }), .numbers(records.map(\.submittedAt.milliseconds)),
      .numbers(records.map(\.dueBy.milliseconds)), .texts(records.map(\.state.rawValue)),
      .numbers(records.map { $0.arrival.map(Int64.init) }), .numbers(records.map { $0.endedAt?.milliseconds }),
      .texts(records.map { $0.duplicateOf?.text }), .numbers(records.map { $0.grade.map(Int64.init) }),
      .numbers(records.map { $0.receivedAt?.milliseconds }), .texts(records.map(\.registeredRelation.rawValue)),
      .texts(records.map { $0.conflictsWith?.text }), .texts(records.map(\.decisions.text)),
    ]
  }

  private static func records(_ rows: PostgresRows) throws(StoreError) -> [ApplicationRecord] {
    var records: [ApplicationRecord] = []
    for row in rows.indices { records.append(try record(rows, row)) }
    return records
  }

  private static func record(_ rows: PostgresRows, _ row: Int) throws(StoreError) -> ApplicationRecord {
    guard let number = ApplicationNumber(stored: try rows.storedText(row, 1)),
      let service = Service(rawValue: try rows.storedText(row, 2)),
      let language = Language(rawValue: try rows.storedText(row, 3)),
      let state = ApplicationRecord.State(rawValue: try rows.storedText(row, 11))
    else {
      throw .rejected("a stored row cannot be read: an application's number, service, language or state")
    }
    func time(_ column: Int) -> Timestamp? { rows.number(row, column).map(Timestamp.init(milliseconds:)) }
    return ApplicationRecord(
      id: ApplicationID(uuid: try rows.storedUUID(row, 0)), number: number, service: service, language: language,
      applicantIin: try rows.storedText(row, 4), childIin: try rows.storedText(row, 5),
      childName: try rows.storedText(row, 6).nonEmpty, grade: rows.number(row, 15).map { Int($0) },
      school: SchoolReference(bin: try rows.storedText(row, 7)),
      submittedAt: Timestamp(milliseconds: try rows.storedNumber(row, 9)),
      dueBy: Timestamp(milliseconds: try rows.storedNumber(row, 10)), state: state,
      arrival: rows.number(row, 12).map { Int($0) }, receivedAt: time(16), endedAt: time(13),
      duplicateOf: rows.text(row, 14).flatMap(ApplicationNumber.init(stored:)),
      registeredRelation: rows.text(row, 17).flatMap(RegisteredRelation.init) ?? .unknown,
      conflictsWith: rows.text(row, 18).flatMap(ApplicationNumber.init(stored:)),
      decisions: try DecisionLog(text: rows.text(row, 19)))
  }
}
