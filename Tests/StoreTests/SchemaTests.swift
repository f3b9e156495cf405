import Foundation
import Testing
@testable import WorkerStore

/// Older programs go on working on the tables of a newer version while they are replaced.
struct SchemaTests {
  @Test(
    "A new version of the tables only adds what older programs can leave out",
    arguments: [Schema.versions, PostgresSchema.versions])
  func additions(_ versions: [String]) {
    for version in versions.dropFirst() {
      let statements = version.replacing(/--.*/, with: "").split(separator: ";")
        .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
      #expect(!statements.isEmpty)
      for statement in statements {
        let isAddition = statement.wholeMatch(of: /CREATE (TABLE|INDEX) [\s\S]*|ALTER TABLE \w+ ADD COLUMN \w+ \w+/)
        #expect(isAddition != nil, "\(statement)")
      }
    }
  }
}
