import Foundation
import QueueContracts
import WorkerRuntime

extension String {
  /// The one spelling under which a store finds a text again.
  ///
  /// Swift holds `Й` as one scalar and as two (И and a breve, which some keyboards and file systems write) to be equal,
  /// as every `Ledger` does; databases compare bytes. A slip would be used once in each spelling.
  var keyText: String { utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping }

  /// The text, for a column.
  ///
  /// - Throws: `StoreError.rejected` where it holds a NUL, at which SQLite's interface would cut it off and which PostgreSQL cannot hold.
  func storable(_ column: String) throws(StoreError) -> String {
    guard !utf8.contains(0) else { throw .rejected("a text with a NUL character: \(column)") }
    return self
  }
}

extension String? {
  /// The text, for a column that older programs want filled: an empty one stands for none.
  func column(_ column: String) throws(StoreError) -> String { try (self ?? "").storable(column) }
}

extension String {
  /// Nil for an empty one.
  var nonEmpty: String? { isEmpty ? nil : self }
}

/// Keys as one JSON array, which the database turns into rows: one statement for any number of them.
func keyList(_ keys: [some Encodable]) -> String { WireCodec.text(of: keys) }
