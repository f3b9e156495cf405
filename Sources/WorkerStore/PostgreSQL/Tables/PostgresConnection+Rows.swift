import Foundation
import PostgresClient
import QueueContracts

/// Sends and reads rows as one JSON array, so that any number of rows needs one statement and one round trip.
///
/// The keys in the JSON are the columns' names. The statements that every batch needs go through a `PostgresPipeline`
/// instead.
extension PostgresConnection {
  /// The rows that `query` returns.
  ///
  /// - Parameters:
  ///   - query: a SELECT.
  ///   - parameters: the parameters of the query, as texts.
  ///   - changes: a WITH clause that writes in the same statement; PostgreSQL requires it before the SELECT.
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
