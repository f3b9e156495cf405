import Foundation
import Operations
import QueueContracts
import Samples
import Testing
import TestTools

@testable import OperatorCLI

/// Tests the folder that `sample` writes.
@Suite("The folder that `sample` writes")
struct CLISampleTests {
  @Test("`sample` writes the same sample again, but refuses to write over another sample")
  func writtenAgain() throws {
    let temporary = try TemporaryFolder()
    let folder = SampleFolder(path: temporary.file("sample").path)
    let town = try SampleTown(seed: 1, firstSubmission: try #require(Timestamp("2026-04-01T09:00:00+05:00")))
    _ = try folder.write(town, count: 3)
    _ = try folder.write(town, count: 3)
    #expect(try ListedFamily.read("\(folder.path)/families.json").count == 3)
    #expect(throws: Failure.self) { try folder.write(town, count: 2) }
  }
}
