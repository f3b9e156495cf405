import CPostgreSQL
import Foundation

extension PostgresConnection {
  /// Sends all statements at once and waits for their answers, in one round trip.
  ///
  /// The statements run in order. If a statement fails, the statements after it are not run.
  ///
  /// - Returns: one element for each statement, with the rows that the statement returns, if any.
  /// - Throws: the first failure. An open transaction stays open and has to be rolled back.
  public func answers(to pipeline: PostgresPipeline) throws(PostgresError) -> [PostgresRows] {
    guard unsafe PQenterPipelineMode(handle.pointer) == 1 else { throw lost() }
    var asked: [Asked] = []
    for step in pipeline.steps {
      let name = try prepare(step.statement, &asked)
      guard ask(name, step.parameters) == 1 else { throw lost() }
      asked.append(.rows)
    }
    guard unsafe PQpipelineSync(handle.pointer) == 1 else { throw lost() }
    try flush()
    let (rows, failure) = try collect(asked)
    guard unsafe PQexitPipelineMode(handle.pointer) == 1 else { throw lost(failure) }
    guard let failure else { return rows }
    abandonIfNeeded(after: failure)
    throw failure
  }

  private enum Asked {
    case preparation(of: PreparedStatement)
    case rows
  }

  /// Returns the statement's name on the server, and prepares the statement if the server does not have it yet.
  private func prepare(_ statement: PreparedStatement, _ asked: inout [Asked]) throws(PostgresError) -> String {
    let number = statement.isKept ? statementNumbers[statement.text] ?? statementNumbers.count : nil
    let name = number.map { "kept\($0)" } ?? ""
    guard number == nil || !prepared.contains(statement.text) else { return name }
    statementNumbers[statement.text] = number
    // A statement that occurs twice in a pipeline is prepared once.
    let isAsked = asked.contains {
      if case .preparation(let other) = $0 { other.text == statement.text } else { false }
    }
    guard number == nil || !isAsked else { return name }
    guard unsafe PQsendPrepare(handle.pointer, name, statement.text, 0, nil) == 1 else { throw lost() }
    asked.append(.preparation(of: statement))
    return name
  }

  private func ask(_ name: String, _ parameters: BinaryParameters) -> Int32 {
    let starts = [1] + parameters.ends.dropLast()
    let lengths = zip(starts, parameters.ends).map { Int32($1 - $0) }
    let formats = [Int32](repeating: 1, count: lengths.count)
    return unsafe parameters.bytes.withUnsafeBytes { bytes in
      let start = unsafe bytes.baseAddress!.assumingMemoryBound(to: CChar.self)
      let values = unsafe starts.prefix(lengths.count).map { unsafe Optional(start + $0) }
      return unsafe PQsendQueryPrepared(handle.pointer, name, Int32(lengths.count), values, lengths, formats, 1)
    }
  }

  /// Collects the rows of all statements, or the first failure.
  private func collect(_ asked: [Asked]) throws(PostgresError) -> (rows: [PostgresRows], failure: PostgresError?) {
    var (rows, failure): ([PostgresRows], PostgresError?) = ([], nil)
    var (place, isBetween) = (0, false)
    while true {
      // The time-out starts anew for each answer, because the server limits the time of each statement.
      let deadline = deadline
      while unsafe PQisBusy(handle.pointer) == 1 { try wait(for: POLLIN, until: deadline) }
      guard let result = unsafe PQgetResult(handle.pointer) else {
        // A nil ends the answers to one statement; two nils in a row mean that the connection is gone.
        guard isOpen, !isBetween else { throw lost(failure) }
        place += 1
        isBetween = true
        continue
      }
      isBetween = false
      let owner = unsafe PostgresRows(result)
      switch unsafe PQresultStatus(result) {
      case PGRES_PIPELINE_SYNC: return (rows, failure)
      case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
        switch asked[place] {
        case .preparation(let statement): if statement.isKept { prepared.insert(statement.text) }
        case .rows: rows.append(owner)
        }
      case PGRES_PIPELINE_ABORTED: break
      default: failure = unsafe failure ?? PostgresError(refusal: result)
      }
    }
  }
}
