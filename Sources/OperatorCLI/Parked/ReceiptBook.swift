import Foundation
import Operations
import QueueContracts

/// Writes each ``Receipt`` as a line of JSON, to a file or to standard output.
struct ReceiptBook {
  private let handle: FileHandle
  private let path: String?

  /// Opens the file for appending; it is created if it does not exist.
  ///
  /// - Parameter path: the file; nil for standard output.
  /// - Throws: ``Failure`` if the file cannot be written.
  init(path: String?) throws(Failure) {
    self.path = path
    guard let path else {
      handle = .standardOutput
      return
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    guard descriptor >= 0 else { throw .badInput("The file \(path) of --receipts cannot be written.") }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    // A command that was killed may have left half a line, which would make the next receipt unreadable.
    if Self.endsInHalfALine(path) { try? handle.write(contentsOf: Data("\n".utf8)) }
  }

  private static func endsInHalfALine(_ path: String) -> Bool {
    guard let reading = try? FileHandle(forReadingFrom: URL(filePath: path)), let end = try? reading.seekToEnd(),
      end > 0,
      (try? reading.seek(toOffset: end - 1)) != nil, let last = try? reading.read(upToCount: 1)
    else { return false }
    return last != Data("\n".utf8)
  }

  /// Writes receipts; if they go to a file, the method returns when they are on the disk.
  func write(_ receipts: [Receipt]) throws(Failure) {
    let lines = receipts.map { Data((WireCodec.encode($0).neutralJSON + "\n").utf8) }.reduce(Data(), +)
    do {
      try handle.write(contentsOf: lines)
      if path != nil { try handle.synchronize() }
    } catch {
      throw .couldNotBeDone(
        "The receipts cannot be written, so the messages stay parked; what was to be replayed may be at work as well.")
    }
  }
}
