import ArgumentParser
import Admission
import QueueContracts

/// Tells what is known of an application.
struct WhereCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "where",
    abstract: "Tell what is known of an application: its record in the register and its answers.",
    discussion: """
      An application that nobody knows is a sentence and exit status 1; with --json it is "known": false and exit \
      status 0. IINs and the child's name are masked unless --personal is given. Reads STORE_URL.
      """)

  @Argument(help: "The application's id, a UUID.")
  var applicationId: String

  @Flag(help: "Show IINs and the child's name in full.")
  var personal = false

  @OptionGroup var printing: OutputOptions

  func run() async throws {
    guard let id = ApplicationID(applicationId) else {
      throw Failure.badInput("The application's id is no UUID, such as 8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11.")
    }
    let records = try await Connections.records(try await Connections.settings())
    let whereabouts = Whereabouts(
      id, record: try await records.application(id), entries: try await records.entries(of: id), personal: personal)
    guard whereabouts.known || printing.json else {
      throw Failure.couldNotBeDone("No worker has decided on an application with this id, or it was never submitted.")
    }
    printing.show(whereabouts, text: whereabouts.text)
  }
}
