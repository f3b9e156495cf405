import Foundation
import PostgresClient
import QueueContracts

/// Rows as one JSON array in each direction, with the columns' names as keys: one statement and one round trip for any
/// number of rows.
///
/// Statements of every batch travel in a `PostgresPipeline` instead.
extension PostgresConnection {
  /// The rows that `query` returns.
  ///
  /// - Parameters:
  ///   - query: a SELECT.
  ///   - parameters: its parameters as texts.
  ///   - changes: writes of the same statement, as a WITH clause, which PostgreSQL wants in front.
  /// - Returns: the decoded rows.
  /// - Throws: `PostgresError`, or an error of the JSON decoder.
  func rows<Row: Decodable>(_ query: String, _ parameters: [String?], after changes: String = "") throws -> [Row] {
    let json = try value("\(changes) SELECT coalesce(json_agg(found), '[]') FROM (\(query)) AS found", parameters)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode([Row].self, from: Data((json ?? "[]").utf8))
  }

  /// Encodes rows for `json_populate_recordset`.
  static func json(_ rows: [some Encodable]) -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    do {
      return String(decoding: try encoder.encode(rows), as: UTF8.self)
    } catch {
      preconditionFailure("a row has a part that JSON cannot hold")
    }
  }
}
