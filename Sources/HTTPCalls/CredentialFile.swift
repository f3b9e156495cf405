import Foundation
import Logging
import Synchronization
import WorkerRuntime

/// The credentials of this process at one service: a file with `Bearer TOKEN` or `Basic user:password`, read again when
/// it changes.
///
/// If the file is lost or broken later, the last credentials still count, with a warning. Log lines and errors never
/// repeat the content.
final class CredentialFile: Sendable {
  /// The reason why a file cannot be used, in words that follow its key.
  private struct Flaw: Error {
    let text: String
  }

  private struct Memory {
    var stamp: Stamp?
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
  ///   - logger: told when the file was read again, and what is wrong with it.
  /// - Throws: `SettingsError` if the file cannot be used.
  init(path: String, key: String, logger: Logger) throws(SettingsError) {
    self.path = path
    self.key = key
    self.logger = logger
    let stamp = Stamp(path: path)
    do throws(Flaw) {
      memory = Mutex(Memory(stamp: stamp, header: try Self.header(path: path)))
    } catch {
      throw SettingsError(key: key, problem: error.text)
    }
    warn(of: stamp)
  }

  /// The header `Authorization` by the file's current content.
  func authorization() -> String {
    memory.withLock { memory in
      // Taken before the content: if the file changes in between, the next look sees another stamp.
      let stamp = Stamp(path: path)
      guard stamp != memory.stamp || stamp?.isFresh != false && !memory.isBroken else { return memory.header }
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

  private func warn(of stamp: Stamp?) {
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

/// Attributes of a file by which a change is noticed without reading it.
private struct Stamp: Equatable {
  private let inode: UInt64
  private let size: Int64
  private let seconds: Int
  private let nanoseconds: Int
  private let mode: UInt32

  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    #if canImport(Darwin)
      let modified = status.st_mtimespec
    #else
      let modified = status.st_mtim
    #endif
    inode = UInt64(status.st_ino)
    size = Int64(status.st_size)
    seconds = Int(modified.tv_sec)
    nanoseconds = Int(modified.tv_nsec)
    mode = UInt32(status.st_mode)
  }

  /// True if another write could have the same time stamp.
  var isFresh: Bool { Date.now.timeIntervalSince1970 - Double(seconds) < 2 }

  /// True if its mode is wider than 0640.
  var isOpenToOthers: Bool { mode & 0o777 & ~0o640 != 0 }
}
