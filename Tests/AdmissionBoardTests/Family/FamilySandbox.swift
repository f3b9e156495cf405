import AdmissionPublisher
import Foundation
import Logging
import QueueContracts
import Samples
import WorkerRuntime
import WorkerTesting

@testable import AdmissionBoard

/// A folder like the sandbox's, and a family's page that uses this folder and a broker in memory.
final class FamilySandbox {
  static let start = Timestamp("2026-04-15T09:00:00+05:00")!

  let path: String
  /// The made-up town that all tests share; it is made once, because making its keys takes time.
  private static let made = Result { try SandboxTown(start: start) }

  let town: SandboxTown
  let broker = MemoryBroker()

  init(amqpURL: String = "amqp://guest:guest@127.0.0.1:1/") async throws {
    path = NSTemporaryDirectory() + "family-\(UUID())"
    town = try Self.made.get()
    try await broker.apply(Topology.version1(retryLadderSeconds: [1]))
    for family in town.families {
      try write(Data(WireCodec.encode(family.message)), "messages/\(family.situation.rawValue).json")
    }
    for document in town.allDocuments { try write(document.bytes, "documents/\(document.attached.reference)") }
    try write(try JSONEncoder().encode(town.documents.map(\.attached)), "documents.json")
    try write(Data(SampleSchool.csv.utf8), "schools.csv")
    try write(Data(town.signatures.attestationKey.utf8), "attestation-key.pem")
    let ahead = Self.start.milliseconds - Timestamp.now.milliseconds
    try write(Data("\(ahead)\n".utf8), "clock")
    try write(
      Data("export AMQP_URL='\(amqpURL)'\nexport STORE_URL='sqlite://\(path)/store.sqlite'\n".utf8), "env")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

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

  private func write(_ content: Data, _ name: String) throws {
    let url = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try content.write(to: url)
  }
}
