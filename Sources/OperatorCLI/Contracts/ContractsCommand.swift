import ArgumentParser
import ContractDocuments
import Foundation
import Operations

/// Writes the contract's documents for developers of portals and schools, or compares it with a frozen version.
struct ContractsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contracts",
    abstract: "Write the contract as JSON Schema, AsyncAPI and HTML, or compare it with a version that others have.",
    subcommands: [ContractsExport.self, ContractsCheck.self])
}

/// The command `contracts export [DIR]`.
struct ContractsExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the contract's documents into a folder: schemas, asyncapi.json, examples, index.html.",
    discussion: """
      They follow from the types that the workers read and write. A folder that holds the same version already is only \
      written to if nothing that others rely on would change: else the changes are named, and nothing is written. \
      Exits 0 when it is written, 1 when it was refused.
      """)

  @Argument(help: "The folder; it is made if it is missing.", completion: .directory)
  var folder = ContractVersion.usualFolder

  @Flag(help: "Overwrite a version even if that breaks those who rely on it; only for one that nobody has yet.")
  var breaking = false

  func run() throws {
    if !breaking, let frozen = try ContractVersion(folder: folder, mayBeMissing: true) {
      let changes = try frozen.comparison().breaking
      guard changes.isEmpty else {
        for change in changes { Terminal.complain(change.sentence) }
        throw Failure.couldNotBeDone(
          "Nothing was written: \(changes.count.counted("change")) would break who relies on \(folder). Make a new "
            + "version beside it, see docs/contract-versions.md.")
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
    abstract: "Compare what this program reads and writes with a frozen version, and name what breaks whom.",
    discussion: """
      Writers are those who write by the frozen version to today's workers; readers are those who read by it what is \
      written today. The frozen examples are read by today's types, and today's messages are judged by the frozen \
      schemas. Exits 0 when nobody is broken, 1 when somebody is, 2 when there is no such version.

      Without a folder it takes contracts/v1, and if that is not there the version that is in this program, which it \
      names by its SHA-256.
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
        "\(comparison.breaking.count.counted("change")) would break who relies on \(frozen.name).")
    }
  }
}
