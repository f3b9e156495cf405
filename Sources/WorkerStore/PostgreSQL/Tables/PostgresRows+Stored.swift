import Foundation
import PostgresClient
import WorkerRuntime

/// Reads columns that are never null.
///
/// If such a column is null nevertheless, only the messages that need the row fail; the store does not count as down.
extension PostgresRows {
  func storedText(_ row: Int, _ column: Int) throws(StoreError) -> String { try stored(text(row, column)) }

  func storedNumber(_ row: Int, _ column: Int) throws(StoreError) -> Int64 { try stored(number(row, column)) }

  func storedUUID(_ row: Int, _ column: Int) throws(StoreError) -> UUID { try stored(uuid(row, column)) }

  private func stored<Value>(_ value: Value?) throws(StoreError) -> Value {
    guard let value else { throw .rejected("a stored row cannot be read: a value is missing") }
    return value
  }
}
