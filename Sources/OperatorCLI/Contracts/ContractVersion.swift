import CFrozenContract
import ContractDocuments
import Crypto
import Foundation
import Operations
import QueueContracts

/// A frozen version of the contract: its AsyncAPI document and its examples.
struct ContractVersion {
  /// The folder in which a checkout of this repository has the documents.
  static let usualFolder = "contracts/v1"

  /// The version's name in a sentence.
  let name: String
  private let document: JSONValue
  private let examples: [String: Data]

  /// Reads a version's documents from a folder.
  ///
  /// - Parameters:
  ///   - folder: the folder with the documents.
  ///   - mayBeMissing: true if a folder without an AsyncAPI document gives nil instead of an error.
  /// - Throws: ``Failure`` if a document is missing or cannot be read.
  init?(folder: String, mayBeMissing: Bool) throws {
    let file = "\(folder)/\(ContractFiles.asyncAPI)"
    if mayBeMissing, !FileManager.default.fileExists(atPath: file) { return nil }
    let content = try InputFile.read(file)
    guard let document = try? JSONValue(content), document["asyncapi"]?.text != nil else {
      throw Failure.badInput("\(file) is no AsyncAPI document in JSON.")
    }
    name = folder
    self.document = document
    let place = "\(folder)/\(ContractFiles.examples)"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    var examples: [String: Data] = [:]
    for name in names where name.hasSuffix(".json") { examples[name] = try InputFile.read("\(place)/\(name)") }
    self.examples = examples
  }

  /// Takes the version that is in this program: `contracts/v1` as it was when the program was built.
  init() throws {
    var length = 0
    let bytes = qabyldau_frozen_contract(&length)
    let content = Data(bytes: bytes, count: length)
    let day = String(cString: qabyldau_frozen_contract_day())
    document = try JSONValue(content)
    let version = document["info"]?["version"]?.text ?? ""
    name =
      "version \(version) in this program (\(day.isEmpty ? "" : "of \(day), ")"
      + "asyncapi.json sha256:\(SHA256.hash(data: content).hexDigits))"
    var examples: [String: Data] = [:]
    for (_, message) in document["components"]?["messages"]?.members ?? JSONMembers() {
      for example in message["examples"]?.elements ?? [] {
        guard let type = message["name"]?.text, let name = example["name"]?.text, let body = example["payload"]
        else { continue }
        examples["\(type).\(name).json"] = Data(body.document.utf8)
      }
    }
    self.examples = examples
  }

  func comparison() throws -> ContractComparison { try ContractComparison(frozen: document, examples: examples) }

  /// Writes the files, and removes other JSON files from the folders of schemas and examples.
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
