import Foundation
import QueueContracts

/// The signed applications, each in a file that is written before the application is sent.
struct KeptApplications {
  /// The most applications that are kept; a further application is refused, because none is ever deleted.
  static let most = 2_000

  private let folder: String

  /// Creates the folder if it does not exist.
  init(folder: String) throws {
    self.folder = folder
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  /// All kept applications, by time of submission.
  func all() -> [KeptApplication] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".json") }
      .compactMap { FileManager.default.contents(atPath: "\(folder)/\($0)") }
      .compactMap { try? JSONDecoder().decode(KeptApplication.self, from: $0) }
      .sorted { ($0.submittedAt, "\($0.id)") < ($1.submittedAt, "\($1.id)") }
  }

  /// Writes the application and returns when it is on the disk.
  func write(_ application: KeptApplication) throws {
    let path = "\(folder)/\(application.id).json"
    let temporary = "\(path).new"
    let content = try JSONEncoder().encode(application)
    guard
      FileManager.default.createFile(atPath: temporary, contents: nil, attributes: [.posixPermissions: 0o600])
    else { throw CocoaError(.fileWriteUnknown) }
    let file = try FileHandle(forWritingTo: URL(filePath: temporary))
    defer { try? file.close() }
    try file.write(contentsOf: content)
    try file.synchronize()
    guard rename(temporary, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}
