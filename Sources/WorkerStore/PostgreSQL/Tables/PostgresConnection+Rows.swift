import Foundation
import PostgresClient
import QueueContracts

/// Rows travel as one JSON array in each direction, with the columns' names as keys: one statement and one round trip
/// for any number of them. What each batch asks travels in a `PostgresPipeline` instead.
extension PostgresConnection {
  /// The rows that `query` gives.
  ///
  /// - Parameter changes: what is written in the same statement, as a WITH clause; PostgreSQL wants it in front of all.
  func rows<Row: Decodable>(_ query: String, _ parameters: [String?], after changes: String = "") throws -> [Row] {
    let json = try value("\(changes) SELECT coalesce(json_agg(found), '[]') FROM (\(query)) AS found", parameters)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode([Row].self, from: Data((json ?? "[]").utf8))
  }

  /// Rows as `json_populate_recordset` reads them.
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
