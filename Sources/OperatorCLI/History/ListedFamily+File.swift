import Foundation
import Operations
import Samples

extension ListedFamily {
  static func read(_ path: String) throws(Failure) -> [ListedFamily] {
    let bytes = try InputFile.read(path)
    do {
      return try JSONDecoder().decode([ListedFamily].self, from: bytes)
    } catch {
      throw .badInput("\(path) is no list of families as \"admissionctl sample\" writes it.")
    }
  }
}
