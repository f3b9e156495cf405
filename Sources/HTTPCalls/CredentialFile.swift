import Foundation
import Logging
import Synchronization
import WorkerBase

/// The credentials of this process for one service, in a file that is read again when it changes.
///
/// The file holds `Bearer TOKEN` or `Basic user:password`.
///
/// If the file is missing or broken after a change, the last good credentials stay in use, with a warning. Log lines
/// and errors do not show the content.
final class CredentialFile: Sendable {
  private let memory: Mutex<FileMemory<String>>

  /// Reads the file for the first time.
  ///
  /// - Parameters:
  ///   - path: the file's path.
  ///   - key: the setting that names the file, for errors and log lines.
  ///   - logger: logs that the file was read, and what is wrong with it.
  /// - Throws: `SettingsError` if the file cannot be used.
  init(path: String, key: String, logger: Logger) throws(SettingsError) {
    var memory = FileMemory(path: path, what: key, logger: logger, role: .secret) { try Self.header($0) }
    memory.refresh()
    _ = try memory.reading.value(namedBy: key)
    self.memory = Mutex(memory)
  }

  /// The header `Authorization`, from the file's latest good content.
  func authorization() -> String? {
    memory.withLock { memory in
      memory.refresh()
      return memory.reading.last
    }
  }

  private static func header(_ content: Data) throws(FileProblem) -> String {
    guard content.count <= 65_536 else { throw FileProblem("is longer than 65536 bytes") }
    let text = String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    let words = text.split(separator: " ", maxSplits: 1)
    let value = words.count == 2 ? words[1] : ""
    switch words.first?.lowercased() {
    case "bearer" where !value.isEmpty && value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }):
      return "Bearer \(value)"
    case "basic" where value.contains(":") && value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }):
      return HTTPAccess.basic(String(value))
    default:
      throw FileProblem("has to hold one line, `Bearer TOKEN` or `Basic user:password`")
    }
  }
}
