import Admission
import Foundation

/// Reads sets of rules editions that an operator wants to compare or to try.
public enum RuleSets {
  /// Reads a rules file in the form that `RULES_FILE` needs.
  ///
  /// - Parameters:
  ///   - json: the file's content.
  ///   - name: the file's name, for the text of an error.
  /// - Returns: the editions of the file.
  /// - Throws: ``OperationFailure`` with every problem, its line and key.
  public static func editions(json: Data, called name: String) throws(OperationFailure) -> RulesEditions {
    do throws(RulesFileError) {
      return try RulesEditions(json: json)
    } catch {
      throw .badInput("\(name) cannot be used: \(error.problems.map(\.description).joined(separator: "; ")).")
    }
  }
}
