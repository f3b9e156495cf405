import Admission
import ArgumentParser
import CitizenTexts
import Foundation
import IntakeLookups
import Operations
import ReferenceFiles

/// Writes every text that a family can get, for a person to read.
struct LettersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "letters",
    abstract: "Write every letter that a family can get, in three languages, as one HTML page.",
    discussion: """
      The page shows the entry of the service history and its short form for every situation, reason, document and \
      service, with made-up people, so a native speaker can approve them. It opens without a network. Reads RULES_FILE \
      and RULES_EDITION, so you see the words of your own edition before families do.
      """)

  @Option(help: "The folder for letters.html; it is made if it is missing.", completion: .directory)
  var output: String

  func run() async throws {
    let editions = try RulesEditions(try await Connections.settings())
    let page = LettersPage(texts: try HistoryTexts(editions: editions), editions: editions.all.map(\.name))
    let folder = URL(fileURLWithPath: output)
    let file = folder.appendingPathComponent("letters.html")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(page.html.utf8).write(to: file)
    } catch {
      throw Failure.couldNotBeDone("\(file.path) cannot be written; name a folder that you may write to.")
    }
    Terminal.answer("Written: \(file.path)")
  }
}
