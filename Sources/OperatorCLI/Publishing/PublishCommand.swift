import ArgumentParser
import Foundation
import Operations
import QueueContracts
import WorkerRuntime

/// Publishes bodies as the portal would.
struct PublishCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Publish message bodies, one in each file, as the portal does: mandatory, with confirms.",
    discussion: """
      All files are checked against the contract before the first one is sent. A message's id follows from its \
      application and type, so a file that is published again is the same message and changes nothing. To send another \
      decision on the same application, give it its own id with --message-id. Reads AMQP_URL.
      """)

  @Argument(help: "Files with one JSON body each.", completion: .file(extensions: ["json"]))
  var files: [String]

  @Option(help: "The contract and version of the bodies.")
  var type = ApplicationSubmitted.type

  @Option(help: "The routing key, instead of the one that follows from the body; school.decided.v1 needs it.")
  var routingKey: String?

  @Option(help: "The message's id, a UUID, instead of the one that follows from the body; for one file.")
  var messageId: String?

  @Option(help: "The publisher, for the property app_id.")
  var appId = "portal"

  @Flag(help: "Publish the bodies without checking them.")
  var unchecked = false

  @OptionGroup var printing: OutputOptions

  func run() async throws {
    let addressing = Addressing(
      type: type, routingKey: routingKey, messageId: try givenId(), isUnchecked: unchecked, appId: appId)
    let now = Timestamp(.now)
    let publications = try files.map { path in
      try addressing.publication(of: InputFile.read(path), path: path, at: now)
    }
    try await Connections.withPublisher(try await Connections.settings()) {
      try await Pipeline(publisher: $0).send(publications)
    }
    let report = PublishReport(files: files, publications: publications)
    printing.show(report, text: "published \(report.published), confirmed \(report.confirmed)")
  }

  private func givenId() throws(Failure) -> MessageID? {
    guard let messageId else { return nil }
    guard files.count == 1 else { throw .badInput("--message-id names one message: give one file with it.") }
    guard let id = MessageID(messageId) else { throw .badInput("--message-id is no UUID.") }
    return id
  }
}

/// The published messages, all of which are confirmed.
struct PublishReport: Encodable {
  struct Message: Encodable {
    let file: String
    let messageId: String?
  }

  let published: Int
  let confirmed: Int
  let messages: [Message]

  init(files: [String], publications: [Publication]) {
    published = publications.count
    confirmed = publications.count
    messages = zip(files, publications).map { Message(file: $0, messageId: $1.message.id) }
  }
}
