import Admission
import QueueContracts

/// The register of applications.
struct ApplicationTable {
  let statements: SQLiteStatements

  private static let columns = """
    id, number, service, language, applicant_iin, child_iin, child_name, school_bin, submitted_at, due_by, state, \
    arrival, ended_at, duplicate_of, grade, received_at, applicant_tie, conflicts_with, decisions
    """
  private static let values = [String](repeating: "?", count: 20).joined(separator: ", ")

  static let byID = "SELECT \(columns) FROM application WHERE id = ?"
  static let byChild = """
    SELECT \(columns) FROM application WHERE child_iin = ? AND state IN (\(ApplicationRecord.blockingStates))
    """
  private static let inserting = "INSERT INTO application (\(columns), campaign) VALUES (\(values))"
  private static let rewriting = "UPDATE application SET (\(columns), campaign) = (\(values)) WHERE id = ?"
  private static let updating = """
    UPDATE application
    SET state = ?, arrival = ?, ended_at = ?, duplicate_of = ?, applicant_tie = ?, conflicts_with = ?, decisions = ?
    WHERE id = ?
    """

  func load(ids: some Sequence<ApplicationID>) throws -> [ApplicationRecord] {
    let statement = try statements.statement(Self.byID)
    var records: [ApplicationRecord] = []
    for id in ids {
      try statement.rows {
        $0.add(id)
      } use: {
        records.append(try ApplicationRecord($0))
      }
    }
    return records
  }

  /// Loads the children's applications that can make another one a duplicate.
  func load(children: some Sequence<String>) throws -> [ApplicationRecord] {
    let statement = try statements.statement(Self.byChild)
    var records: [ApplicationRecord] = []
    for child in children {
      try statement.rows {
        $0.add(child.keyText)
      } use: {
        records.append(try ApplicationRecord($0))
      }
    }
    return records
  }

  func insert(_ records: [ApplicationRecord]) throws {
    let statement = try statements.statement(Self.inserting)
    for record in records { try statement.run { try $0.add(record) } }
  }

  /// Writes all columns of applications whose stored state is `received`.
  func rewrite(_ records: [ApplicationRecord]) throws {
    let statement = try statements.statement(Self.rewriting)
    for record in records {
      try statement.run { values in
        try values.add(record)
        values.add(record.id)
      }
    }
  }

  /// Writes the columns that can change once an application is in processing.
  func update(_ records: [ApplicationRecord]) throws {
    let statement = try statements.statement(Self.updating)
    for record in records {
      try statement.run { values in
        values.add(record.state.rawValue)
        values.add(record.arrival)
        values.add(record.endedAt)
        values.add(record.duplicateOf?.text)
        values.add(record.registeredRelation.rawValue)
        values.add(record.conflictsWith?.text)
        values.add(record.decisions.text)
        values.add(record.id)
      }
    }
  }
}

extension BoundValues {
  /// Adds an application's values in the order of the columns, the campaign last.
  fileprivate mutating func add(_ record: ApplicationRecord) throws {
    add(record.id)
    add(record.number.text)
    add(record.service.rawValue)
    add(record.language.rawValue)
    add(try record.applicantIin.storable("application.applicant_iin"))
    add(try record.childIin.keyText.storable("application.child_iin"))
    add(try record.childName.column("application.child_name"))
    add(try record.school.bin.storable("application.school_bin"))
    add(record.submittedAt)
    add(record.dueBy)
    add(record.state.rawValue)
    add(record.arrival)
    add(record.endedAt)
    add(record.duplicateOf?.text)
    add(record.grade)
    add(record.receivedAt)
    add(record.registeredRelation.rawValue)
    add(record.conflictsWith?.text)
    add(record.decisions.text)
    add(record.campaign)
  }
}

extension ApplicationRecord {
  fileprivate init(_ row: StoredRow) throws {
    guard let number = try ApplicationNumber(stored: row.text(1)) else {
      throw StoredRow.unreadable("an application's number")
    }
    self.init(
      id: try row.id(0), number: number, service: try row.word(2), language: try row.word(3),
      applicantIin: try row.text(4), childIin: try row.text(5), childName: try row.text(6).nonEmpty,
      grade: row.optionalNumber(14), school: SchoolReference(bin: try row.text(7)),
      submittedAt: row.time(8), dueBy: row.time(9), state: try row.word(10), arrival: row.optionalNumber(11),
      receivedAt: row.optionalTime(15), endedAt: row.optionalTime(12),
      duplicateOf: row.optionalText(13).flatMap(ApplicationNumber.init(stored:)),
      registeredRelation: row.optionalText(16).flatMap(RegisteredRelation.init) ?? .unknown,
      conflictsWith: row.optionalText(17).flatMap(ApplicationNumber.init(stored:)),
      decisions: try DecisionLog(text: row.optionalText(18)))
  }
}
