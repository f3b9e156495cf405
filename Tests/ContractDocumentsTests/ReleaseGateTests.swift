import ContractDocuments
import ContractEditing
import Foundation
import Testing
import TestTools

/// Tests the contract gate, by which `make validate-contracts` compares the contract with that of the last tag.
struct ReleaseGateTests {
  /// Runs the gate in a new repository whose only tag has the given contract; nil makes a repository without a tag.
  ///
  /// - Returns: the gate's output, which ends with its exit status.
  private static func run(_ released: JSONValue?) async throws -> String {
    let repository = try TemporaryFolder()
    let document = try released ?? AsyncAPIDocument.version1()
    try repository.write(document.document, to: "contracts/v1/\(ContractFiles.asyncAPI)")
    func git(_ words: String...) async throws {
      let who = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid"]
      try await Program.run("/usr/bin/git", ["-C", repository.path] + who + words)
    }
    try await git("init", "--quiet")
    try await git("add", ".")
    try await git("commit", "--quiet", "--message", "Release")
    if released != nil { try await git("tag", "1.0.0") }
    let gate = Checkout.root.appending(path: "deploy/local/check-contract.sh").path
    return try await Program.run("/bin/sh", ["-c", #""$0" "$1" 2>&1; echo "exit status $?""#, gate, repository.path])
  }

  @Test("The contract gate passes if the last release has today's contract")
  func same() async throws {
    let said = try await Self.run(AsyncAPIDocument.version1())
    #expect(said.contains("contract of 1.0.0") && said.contains("Nothing differs"), "\(said)")
    #expect(said.hasSuffix("exit status 0\n"))
  }

  @Test("The contract gate fails and names the field if today's types lack a field of the last release")
  func removed() async throws {
    let released = try AsyncAPIDocument.version1().setting(
      ["components", "schemas", "SchoolDecided", "properties", "seatNumber"], to: ["type": "string"])
    let said = try await Self.run(released)
    #expect(said.contains("school.decided.v1, seatNumber") && said.hasSuffix("exit status 1\n"), "\(said)")
  }

  @Test("Without a release tag, the contract gate says so and passes")
  func untagged() async throws {
    let said = try await Self.run(nil)
    #expect(said.contains("no tag") && said.hasSuffix("exit status 0\n"), "\(said)")
  }
}
