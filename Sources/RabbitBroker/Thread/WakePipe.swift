import WorkerRuntime

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A pipe by which one thread ends the `poll` of another thread.
///
/// A pipe is used because macOS has no eventfd.
final class WakePipe: Sendable {
  /// The descriptor that is readable once ``wake()`` was called.
  let readEnd: Int32
  private let writeEnd: Int32

  init() throws(BrokerError) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else {
      throw BrokerError(.misconfigured, "No file descriptor is left for another connection; raise `ulimit -n`.")
    }
    for end in ends {
      // Non-blocking, so that `wake()` never blocks; a full pipe wakes the thread just as well.
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  func wake() {
    var byte: UInt8 = 1
    _ = unsafe write(writeEnd, &byte, 1)
  }

  func drain() {
    var bytes: (UInt64, UInt64) = (0, 0)
    while unsafe read(readEnd, &bytes, 16) == 16 {}
  }
}
