import Foundation

/// A folder for one test's files, which is removed with everything in it when nobody refers to it any more.
package final class TemporaryFolder: Sendable {
  package let url: URL
  package var path: String { url.path }

  package init() throws {
    let name = "qabyldau-\(UUID().uuidString.lowercased())"
    url = FileManager.default.temporaryDirectory.appending(path: name, directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// A file in the folder; it need not exist.
  package func file(_ name: String) -> URL { url.appending(path: name, directoryHint: .notDirectory) }

  /// Writes a file, and the folders that lead to it, and returns the file.
  @discardableResult
  package func write(_ content: Data, to name: String) throws -> URL {
    let file = file(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try content.write(to: file, options: .atomic)
    return file
  }

  @discardableResult
  package func write(_ text: String, to name: String) throws -> URL { try write(Data(text.utf8), to: name) }

  package func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: "\(path)/\(name)", withDestinationPath: target)
  }

  package func remove(_ name: String) throws { try FileManager.default.removeItem(at: file(name)) }
}
