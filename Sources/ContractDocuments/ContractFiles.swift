import Foundation
import QueueContracts

/// The documents of the contract, each with its path in the folder of a version.
package enum ContractFiles {
  /// The name of the AsyncAPI document in the folder of a version.
  package static let asyncAPI = "asyncapi.json"
  /// The name of the folder of examples.
  package static let examples = "examples"

  /// The files of version 1: each with its path in the folder, and its content.
  ///
  /// - Throws: ``Undescribable`` if a type of the contract has no description.
  package static func version1() throws -> [(path: String, content: Data)] {
    let document = try AsyncAPIDocument.version1()
    var files = [(asyncAPI, document.document)]
    for body in DocumentedBody.version1 {
      files.append(("schemas/\(body.name).schema.json", try schema(of: body).document))
      for example in body.examples {
        files.append(("\(examples)/\(body.name).\(example.name).json", example.json + "\n"))
      }
    }
    files.append(("index.html", try ReferencePage.html(document)))
    return files.map { ($0.0, Data($0.1.utf8)) }
  }

  /// The JSON Schema (2020-12) of a body, with all definitions that it refers to.
  static func schema(of body: DocumentedBody) throws -> JSONValue {
    var builder = SchemaBuilder(prefix: "#/$defs/")
    let root = try builder.reference(to: body.type)
    return .object(
      JSONMembers(
        [
          ("$schema", "https://json-schema.org/draft/2020-12/schema"),
          ("$id", .text("urn:qabyldau:contract:\(body.name)")), ("title", .text(body.title)),
        ] + root.members.map { ($0.key, $0.value) } + [("$defs", .object(builder.definitions))]))
  }
}
