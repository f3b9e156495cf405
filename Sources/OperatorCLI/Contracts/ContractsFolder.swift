import ContractDocuments
import Foundation
import Operations

/// A folder with the documents of a version.
struct ContractsFolder {
  /// Where the checkout has them.
  static let usual = "contracts/v1"

  private let path: String
  private let document: JSONValue
  private let examples: [String: Data]

  /// Reads a version's documents.
  ///
  /// - Parameter mayBeMissing: whether a folder without such a document is no mistake; then nil.
  init?(_ path: String, mayBeMissing: Bool) throws {
    let file = "\(path)/\(ContractFiles.asyncAPI)"
    if mayBeMissing, !FileManager.default.fileExists(atPath: file) { return nil }
    let content = try InputFile.read(file)
    guard let document = try? JSONValue(content), document["asyncapi"]?.text != nil else {
      throw Failure.badInput("\(file) is no AsyncAPI document in JSON.")
    }
    self.path = path
    self.document = document
    let folder = "\(path)/\(ContractFiles.examples)"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var examples: [String: Data] = [:]
    for name in names where name.hasSuffix(".json") { examples[name] = try InputFile.read("\(folder)/\(name)") }
    self.examples = examples
  }

  func comparison() throws -> ContractComparison { try ContractComparison(frozen: document, examples: examples) }

  /// Writes the files; those of the version's own folders that are not among them are taken away.
  static func write(_ files: [(path: String, content: Data)], to folder: String) throws {
    let manager = FileManager.default
    do {
      for part in ["schemas", ContractFiles.examples] {
        let place = "\(folder)/\(part)"
        try manager.createDirectory(atPath: place, withIntermediateDirectories: true)
        for name in try manager.contentsOfDirectory(atPath: place)
        where name.hasSuffix(".json") && !files.contains(where: { $0.path == "\(part)/\(name)" }) {
          try manager.removeItem(atPath: "\(place)/\(name)")
        }
      }
      for file in files { try file.content.write(to: URL(filePath: "\(folder)/\(file.path)")) }
    } catch let error as CocoaError {
      throw Failure.couldNotBeDone("\(folder) cannot be written to: \(error.localizedDescription)")
    }
  }
}
