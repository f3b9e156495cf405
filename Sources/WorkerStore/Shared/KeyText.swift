import Foundation
import QueueContracts
import WorkerRuntime

extension String {
  /// The text in the one Unicode spelling (NFC) that stores use for keys.
  ///
  /// The letter `Й` can be one scalar or two (И and a breve, which some keyboards and file systems write). Swift, and
  /// so every `Ledger`, takes the two spellings for equal; databases compare bytes. Without one spelling, a slip could
  /// be used once in each spelling.
  var keyText: String { utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping }

  /// Returns the text for a column.
  ///
  /// - Throws: `StoreError.rejected` if the text holds a NUL: SQLite's interface would cut the text off there, and
  ///   PostgreSQL cannot store a NUL.
  func storable(_ column: String) throws(StoreError) -> String {
    guard !utf8.contains(0) else { throw .rejected("a text with a NUL character: \(column)") }
    return self
  }
}

extension String? {
  /// Returns the text for a column that older programs expect not to be null; an empty text stands for nil.
  func column(_ column: String) throws(StoreError) -> String { try (self ?? "").storable(column) }
}

extension String {
  /// The text; nil if it is empty.
  var nonEmpty: String? { isEmpty ? nil : self }
}

/// Encodes keys as one JSON array, which the database turns into rows, so that any number of keys needs one statement.
func keyList(_ keys: [some Encodable]) -> String { WireCodec.text(of: keys) }
