import Admission
import GRDB
import QueueContracts

/// The register of applications.
struct ApplicationTable {
  let db: Database

  private static let columns = """
    id, number, service, language, applicant_iin, child_iin, child_name, school_bin, submitted_at, due_by, state, \
    arrival, ended_at, duplicate_of, grade, received_at, applicant_tie, conflicts_with, decisions
    """

  func load(ids: some Sequence<ApplicationID>) throws -> [ApplicationRecord] {
    try load(whose: "id", in: Array(ids))
  }

  func load(children: some Sequence<String>) throws -> [ApplicationRecord] {
    try load(whose: "child_iin", in: children.map(\.keyText))
  }

  private func load(whose column: String, in keys: [some Encodable]) throws -> [ApplicationRecord] {
    guard !keys.isEmpty else { return [] }
    let statement = try db.cachedStatement(
      sql: "SELECT \(Self.columns) FROM application WHERE \(column) IN (SELECT value FROM json_each(?))")
    return try Row.fetchAll(statement, arguments: [keyList(keys)]).map(ApplicationRecord.init(row:))
  }

  func insert(_ record: ApplicationRecord) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO application (\(Self.columns), campaign)
        VALUES (\(Self.values))
        """)
    try statement.execute(arguments: arguments(of: record))
  }

  /// Writes all that is known of an application that was only received before.
  func rewrite(_ record: ApplicationRecord) throws {
    let statement = try db.cachedStatement(
      sql: "UPDATE application SET (\(Self.columns), campaign) = (\(Self.values)) WHERE id = ?")
    try statement.execute(arguments: arguments(of: record) + [record.id.description])
  }

  private static let values = [String](repeating: "?", count: 20).joined(separator: ", ")

  private func arguments(of record: ApplicationRecord) throws -> StatementArguments {
    [
      record.id.description, record.number.text, record.service.rawValue, record.language.rawValue,
      try record.applicantIin.storable("application.applicant_iin"),
      try record.childIin.keyText.storable("application.child_iin"),
      try record.childName.column("application.child_name"),
      try record.school.bin.storable("application.school_bin"), record.submittedAt.milliseconds,
      record.dueBy.milliseconds, record.state.rawValue, record.arrival, record.endedAt?.milliseconds,
      record.duplicateOf?.text, record.grade, record.receivedAt?.milliseconds, record.tie.rawValue,
      record.conflictsWith?.text, record.decisions.text, record.campaign,
    ]
  }

  /// Writes what can change once an application is in processing.
  func update(_ record: ApplicationRecord) throws {
    let statement = try db.cachedStatement(
      sql: """
        UPDATE application
        SET state = ?, arrival = ?, ended_at = ?, duplicate_of = ?, applicant_tie = ?, conflicts_with = ?, decisions = ?
        WHERE id = ?
        """)
    try statement.execute(arguments: [
      record.state.rawValue, record.arrival, record.endedAt?.milliseconds, record.duplicateOf?.text,
      record.tie.rawValue, record.conflictsWith?.text, record.decisions.text, record.id.description,
    ])
  }
}

extension ApplicationRecord {
  fileprivate init(row: Row) throws {
    guard let number = try ApplicationNumber(stored: row.decode(String.self, atIndex: 1)) else {
      throw row.unreadable("an application's number")
    }
    let first = try row.decode(String?.self, atIndex: 13)
    self.init(
      id: try row.id(atIndex: 0), number: number, service: try row.word(atIndex: 2),
      language: try row.word(atIndex: 3), applicantIin: try row.decode(atIndex: 4),
      childIin: try row.decode(atIndex: 5), childName: try row.decode(String.self, atIndex: 6).nonEmpty,
      grade: try row.decode(atIndex: 14), school: SchoolReference(bin: try row.decode(atIndex: 7)),
      submittedAt: try row.time(atIndex: 8), dueBy: try row.time(atIndex: 9), state: try row.word(atIndex: 10),
      arrival: try row.decode(atIndex: 11),
      receivedAt: try row.decode(Int64?.self, atIndex: 15).map(Timestamp.init(milliseconds:)),
      endedAt: try row.decode(Int64?.self, atIndex: 12).map(Timestamp.init(milliseconds:)),
      duplicateOf: first.flatMap(ApplicationNumber.init(stored:)),
      tie: try row.decode(String?.self, atIndex: 16).flatMap(ApplicantTie.init) ?? .unknown,
      conflictsWith: try row.decode(String?.self, atIndex: 17).flatMap(ApplicationNumber.init(stored:)),
      decisions: try DecisionLog(text: row.decode(String?.self, atIndex: 18)))
  }
}
