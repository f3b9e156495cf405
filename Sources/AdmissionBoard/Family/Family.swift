import Admission
import AdmissionPublisher
import CitizenTexts
import Foundation
import IntakeLookups
import Logging
import QueueContracts
import ReferenceFiles
import ServiceLifecycle
import WorkerRuntime
import WorkerStore

/// Everything that the family's page works with.
///
/// The page plays the part of a portal: it attests, keeps and publishes applications, and reads the service history. It
/// serves only the made-up families of a sandbox on this machine.
struct Family: Sendable {
  let folder: FamilyFolder
  let editions: RulesEditions
  let letters: HistoryTexts
  let words: FamilyTexts
  let schools: CSVSchoolDirectory
  let uploads: UploadedDocuments
  let drafts = DraftBook()
  let outbox: Outbox
  let feed: HistoryFeed
  let time: SandboxTime

  /// Opens the sandbox's folder that `BOARD_FAMILY_DIR` names; nil if the key is not set.
  ///
  /// - Parameters:
  ///   - settings: the settings of the board.
  ///   - host: the address that the board listens on.
  ///   - logger: receives the log of the family's pages.
  /// - Throws: `SettingsError` if the folder does not belong to a sandbox on this machine, or if other machines can
  ///   reach the board.
  init?(_ settings: Settings, host: String, logger: Logger) throws {
    guard let path = settings.text("BOARD_FAMILY_DIR") else { return nil }
    guard ThisMachine.has(host) else {
      throw SettingsError(
        key: FamilyFolder.key,
        problem: "is set, but other machines can reach BOARD_HOST: the family's page lets anybody sign in")
    }
    let folder = try FamilyFolder(path)
    let publisher = try PortalPublisher(
      urls: folder.settings.required("AMQP_URL", example: "amqp://guest:guest@127.0.0.1:5672/"),
      // The publisher gives up before a family's page stops waiting, so that the page can say why publishing failed.
      connectionName: "family page", limits: PublisherLimits(patienceSeconds: 3))
    try self.init(folder, publisher: publisher, logger: logger)
  }

  /// Creates the family's pages from the sandbox's folder.
  ///
  /// - Parameters:
  ///   - folder: the sandbox's folder.
  ///   - publisher: publishes to the broker that the sandbox's workers read.
  ///   - logger: receives the log of the family's pages.
  /// - Throws: `SettingsError` or `RulesFileError` if something in the folder cannot be used.
  init(_ folder: FamilyFolder, publisher: PortalPublisher, logger: Logger) throws {
    self.folder = folder
    editions = try RulesEditions(folder.settings)
    letters = try HistoryTexts(editions: editions)
    words = .builtIn
    schools = CSVSchoolDirectory(path: folder.schools, logger: logger)
    uploads = UploadedDocuments(folder: folder.documents)
    outbox = Outbox(try KeptApplications(folder: folder.applications), publisher: publisher, logger: logger)
    let store = try StoreURL(folder.settings.required("STORE_URL", example: "sqlite:///tmp/store.sqlite"))
    feed = HistoryFeed(logger: logger) { try await store.open(migrates: false) }
    time = SandboxTime(path: folder.clock, logger: logger)
  }

  func citizen(_ id: String) -> Citizen? { folder.citizens.first { $0.id == id } }

  /// Sends the messages that an earlier process kept, and runs until it is cancelled or a shutdown begins.
  func run() async {
    await outbox.resume()
    try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(Int64.max / 4)) }
    await feed.close()
    await outbox.close()
  }
}
