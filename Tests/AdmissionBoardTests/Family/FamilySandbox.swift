import AdmissionPublisher
import Foundation
import Logging
import QueueContracts
import Samples
import TestTools
import WorkerRuntime
import WorkerTesting

@testable import AdmissionBoard

/// A folder like the sandbox's, and a family's page that uses this folder and a broker in memory.
final class FamilySandbox {
  static let start = Timestamp("2026-04-15T09:00:00+05:00")!

  var path: String { files.path }
  private let files: TemporaryFolder
  /// The made-up town that all tests share; it is made once, because making its keys takes time.
  private static let made = Result { try SandboxTown(start: start) }

  let town: SandboxTown
  let broker = MemoryBroker()

  init(amqpURL: String = "amqp://guest:guest@127.0.0.1:1/") async throws {
    files = try TemporaryFolder()
    town = try Self.made.get()
    try await broker.apply(Topology.version1(retryLadderSeconds: [1]))
    for family in town.families {
      try files.write(Data(WireCodec.encode(family.message)), to: "messages/\(family.situation.rawValue).json")
    }
    for document in town.allDocuments {
      try files.write(document.bytes, to: "documents/\(document.attached.reference)")
    }
    try files.write(try JSONEncoder().encode(town.documents.map(\.attached)), to: "documents.json")
    try files.write(SampleSchool.csv, to: "schools.csv")
    try files.write(town.signatures.attestationKey, to: "attestation-key.pem")
    let ahead = Self.start.milliseconds - Timestamp.now.milliseconds
    try files.write("\(ahead)\n", to: "clock")
    try files.write(
      "export AMQP_URL='\(amqpURL)'\nexport STORE_URL='sqlite://\(path)/store.sqlite'\n", to: "env")
  }

  func folder() throws -> FamilyFolder { try FamilyFolder(path) }

  func family(patienceSeconds: Double = 0.3) throws -> Family {
    try Family(
      folder(), publisher: PortalPublisher(broker, limits: PublisherLimits(patienceSeconds: patienceSeconds)),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  func form(_ situation: Situation) throws -> ApplicationForm {
    guard let family = town.families.first(where: { $0.situation == situation }) else {
      throw CocoaError(.fileNoSuchFile)
    }
    return family.message.form.form
  }

  func document(_ kind: DocumentKind) throws -> SampleDocument {
    guard let document = town.documents.first(where: { $0.attached.kind == kind }) else {
      throw CocoaError(.fileNoSuchFile)
    }
    return document
  }
}
