import Foundation

/// What tells one state of a file from the next without reading it.
struct FileStamp: Sendable, Equatable {
  private let inode: UInt64
  private let size: Int64
  private let seconds: Int
  private let nanoseconds: Int

  /// Nil where there is no such file, or no regular one.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    #if canImport(Darwin)
      let modified = status.st_mtimespec
    #else
      let modified = status.st_mtim
    #endif
    (inode, size) = (UInt64(status.st_ino), Int64(status.st_size))
    (seconds, nanoseconds) = (Int(modified.tv_sec), Int(modified.tv_nsec))
  }

  /// True where the file was written so lately that a further write could bear the same time: the system's clock for
  /// files moves in steps, and some file systems count in seconds.
  func isFresh(at now: Date) -> Bool { now.timeIntervalSince1970 - Double(seconds) < 2 }
}
