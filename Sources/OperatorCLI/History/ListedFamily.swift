import Foundation
import QueueContracts

/// A family of the file that `sample` writes for `history --families`.
struct ListedFamily: Codable, Equatable {
  let iin: String
  let applicationId: ApplicationID
  let title: String
  let file: String

  static func read(_ path: String) throws(Failure) -> [ListedFamily] {
    let bytes = try InputFile.read(path)
    do {
      return try JSONDecoder().decode([ListedFamily].self, from: bytes)
    } catch {
      throw .badInput("\(path) is no list of families as \"admissionctl sample\" writes it.")
    }
  }
}
