import GRDB
import QueueContracts
import WorkerRuntime

extension Row {
  /// Reads an id from its text.
  func id<ID: UUIDValue>(atIndex index: Int) throws -> ID {
    guard let id = try ID(decode(String.self, atIndex: index)) else { throw unreadable("an id") }
    return id
  }

  func bin(atIndex index: Int) throws -> BIN {
    guard let bin = try BIN(decode(String.self, atIndex: index)) else { throw unreadable("a school's number") }
    return bin
  }

  func time(atIndex index: Int) throws -> Timestamp {
    Timestamp(milliseconds: try decode(Int64.self, atIndex: index))
  }

  /// Reads a word of an enumeration, and throws if a newer version wrote a word that this version does not know.
  func word<Word: RawRepresentable<String>>(atIndex index: Int) throws -> Word {
    guard let word = try Word(rawValue: decode(String.self, atIndex: index)) else { throw unreadable("\(Word.self)") }
    return word
  }

  func unreadable(_ what: String) -> StoreError { .rejected("a stored row cannot be read: \(what)") }
}
