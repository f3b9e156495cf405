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
  /// The reason why a file cannot be used, in words that follow the name of the setting.
  private struct Flaw: Error {
    let text: String
  }

  private struct Memory {
    var stamp: FileStamp?
    var header: String
    var isBroken = false
  }

  private let path: String
  private let key: String
  private let logger: Logger
  private let memory: Mutex<Memory>

  /// Reads the file for the first time.
  ///
  /// - Parameters:
  ///   - path: the file's path.
  ///   - key: the setting that names the file, for errors and log lines.
  ///   - logger: logs that the file was read again, and what is wrong with it.
  /// - Throws: `SettingsError` if the file cannot be used.
  init(path: String, key: String, logger: Logger) throws(SettingsError) {
    self.path = path
    self.key = key
    self.logger = logger
    let stamp = FileStamp(path: path)
    do throws(Flaw) {
      memory = Mutex(Memory(stamp: stamp, header: try Self.header(path: path)))
    } catch {
      throw SettingsError(key: key, problem: error.text)
    }
    warn(of: stamp)
  }

  /// The header `Authorization`, from the file's latest good content.
  func authorization() -> String {
    memory.withLock { memory in
      // The stamp is taken before the content is read: if the file changes in between, the next call sees another
      // stamp.
      let stamp = FileStamp(path: path)
      guard stamp != memory.stamp || stamp?.isFresh(at: .now) != false && !memory.isBroken else { return memory.header }
      let isNew = stamp != memory.stamp
      memory.stamp = stamp
      do throws(Flaw) {
        memory.header = try Self.header(path: path)
        memory.isBroken = false
        if isNew {
          logger.info("A file was read", metadata: [LogKey.detail: "\(key)"])
          warn(of: stamp)
        }
      } catch {
        memory.isBroken = true
        logger.warning(
          "A file cannot be used", metadata: [LogKey.detail: "\(key)", LogKey.reason: "\(error.text)"])
      }
      return memory.header
    }
  }

  private func warn(of stamp: FileStamp?) {
    guard let stamp, stamp.isOpenToOthers else { return }
    logger.warning(
      "A file of secrets may be read or written by others than its owner and group; make it 0640 or narrower",
      metadata: [LogKey.detail: "\(key)"])
  }

  private static func header(path: String) throws(Flaw) -> String {
    guard let content = FileManager.default.contents(atPath: path), content.count <= 65_536 else {
      throw Flaw(text: "names a file that cannot be read")
    }
    let text = String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    let words = text.split(separator: " ", maxSplits: 1)
    let value = words.count == 2 ? words[1] : ""
    switch words.first?.lowercased() {
    case "bearer" where !value.isEmpty && value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }):
      return "Bearer \(value)"
    case "basic" where value.contains(":") && value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }):
      return HTTPAccess.basic(String(value))
    default:
      throw Flaw(text: "names a file that has to hold one line, `Bearer TOKEN` or `Basic user:password`")
    }
  }
}
