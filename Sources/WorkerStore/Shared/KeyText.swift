import Foundation
import QueueContracts
import WorkerRuntime

extension String {
  /// The one spelling under which a store finds a text again.
  ///
  /// Swift, and so every `Ledger`, takes `Й` as one scalar and `Й` as two (И and a breve, which some keyboards and file
  /// systems write) for equal; databases compare bytes. Without one spelling, a slip could be used once in each of
  /// these spellings.
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
  /// Returns the text for a column that must not be null for older programs: an empty text stands for nil.
  func column(_ column: String) throws(StoreError) -> String { try (self ?? "").storable(column) }
}

extension String {
  /// The text; nil if it is empty.
  var nonEmpty: String? { isEmpty ? nil : self }
}

/// Keys as one JSON array, which the database turns into rows: one statement for any number of them.
func keyList(_ keys: [some Encodable]) -> String { WireCodec.text(of: keys) }
