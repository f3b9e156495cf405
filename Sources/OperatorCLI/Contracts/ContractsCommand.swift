import ArgumentParser
import ContractDocuments
import Foundation
import Operations

/// Writes the contract's documents for developers of portals and schools, or compares them with a frozen version.
struct ContractsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contracts",
    abstract: "Write the contract as JSON Schema, AsyncAPI and HTML, or compare it with a frozen version.",
    subcommands: [ContractsExport.self, ContractsCheck.self])
}

/// The command `contracts export [DIR]`.
struct ContractsExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the contract's documents into a folder: schemas, asyncapi.json, examples, index.html.",
    discussion: """
      The documents follow from the types that the workers read and write. If DIR already holds this version and \
      writing would break programs that rely on it, the command names the changes and writes nothing. Exits 0 when the \
      documents are written, 1 when nothing is written.
      """)

  @Argument(help: "The folder; it is made if it is missing.", completion: .directory)
  var folder = ContractVersion.usualFolder

  @Flag(
    help:
      "Overwrite the version even if that breaks programs that rely on it; only for a version that was never released.")
  var breaking = false

  func run() throws {
    if !breaking, let frozen = try ContractVersion(folder: folder, mayBeMissing: true) {
      let changes = try frozen.comparison().breaking
      guard changes.isEmpty else {
        for change in changes { Terminal.complain(change.sentence) }
        throw Failure.couldNotBeDone(
          "Nothing was written: \(changes.count.counted("change")) would break programs that rely on "
            + "\(folder). Make a new version beside it, see docs/contract-versions.md.")
      }
    }
    let files = try ContractFiles.version1()
    try ContractVersion.write(files, to: folder)
    Terminal.answer("Wrote \(files.count.counted("file")) into \(folder).")
  }
}

/// The command `contracts check [DIR]`.
struct ContractsCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "Compare what this program reads and writes with a frozen version, and name the programs that would break.",
    discussion: """
      Writers are programs that send messages of the frozen version to today's workers; readers are programs that read \
      today's messages by the frozen version. Today's types read the frozen examples, and the frozen schemas judge \
      today's messages. Exits 0 when no program breaks, 1 when one does, 2 when there is no such version.

      Without DIR, the frozen version is contracts/v1; if that is missing, the version that is built into this \
      program, which the output names by its SHA-256.
      """)

  @Argument(
    help: ArgumentHelp("The folder of the frozen version.", valueName: "dir"), completion: .directory)
  var folder: String?

  @OptionGroup var printing: OutputOptions

  func run() throws {
    let usual = ContractVersion.usualFolder
    let frozen =
      try ContractVersion(folder: folder ?? usual, mayBeMissing: folder == nil) ?? ContractVersion()
    let comparison = try frozen.comparison()
    let sorted = comparison.breaking + comparison.changes.filter { !$0.isBreaking }
    printing.show(
      sorted,
      text: sorted.isEmpty
        ? "Nothing differs from \(frozen.name)." : sorted.map(\.sentence).joined(separator: "\n"))
    guard comparison.breaking.isEmpty else {
      throw Failure.couldNotBeDone(
        "\(comparison.breaking.count.counted("change")) would break programs that rely on \(frozen.name).")
    }
  }
}
