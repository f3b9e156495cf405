package import Foundation

/// Attributes of a file by which a change is noticed without reading the content.
package struct FileStamp: Sendable, Equatable {
  private let inode: UInt64
  private let size: Int64
  private let seconds: Int
  private let nanoseconds: Int
  private let mode: UInt32

  /// Takes the stamp of the file; nil if there is no regular file at the path.
  package init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
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

  /// True if the file was written so recently that another write could have the same time stamp.
  ///
  /// The system's clock for files moves in steps, and some file systems count in seconds.
  package func isFresh(at now: Date) -> Bool { now.timeIntervalSince1970 - Double(seconds) < 2 }

  /// True if the mode grants more than 0640.
  package var isOpenToOthers: Bool { mode & 0o777 & ~0o640 != 0 }
}
