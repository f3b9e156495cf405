import AdmissionPublisher
import Foundation
import QueueContracts
import RabbitBroker
import WorkerRuntime

/// The sandbox's folder (`BOARD_FAMILY_DIR`), with the files that the family's page needs.
struct FamilyFolder: Sendable {
  static let key = "BOARD_FAMILY_DIR"

  let path: String
  /// The settings of the sandbox's workers.
  let settings: Settings
  /// The portal's key, whose attestations the sandbox's workers trust.
  let attestationKey: AttestationKey
  /// The citizens in the order of the list on the start page.
  let citizens: [Citizen]
  /// A valid document of each kind, for visitors who have none at hand.
  let madeUp: [DocumentKind: AttachedDocument]

  var documents: String { "\(path)/documents" }
  var schools: String { "\(path)/schools.csv" }
  var registers: String { "\(path)/registers.json" }
  var clock: String { "\(path)/clock" }
  /// The folder in which the family's page keeps the signed applications.
  var applications: String { "\(path)/portal" }

  /// - Throws: `SettingsError` if the path does not name a sandbox's folder, or if the sandbox's broker is on another
  ///   machine, because made-up applications must not reach any other system.
  init(_ given: String) throws(SettingsError) {
    path = URL(filePath: given).standardizedFileURL.path
    let values = Self.values(of: try Self.read("env", in: path))
    settings = Settings(values)
    try Self.checkBroker(values["AMQP_URL"] ?? "")
    let pem = String(decoding: try Self.read("attestation-key.pem", in: path), as: UTF8.self)
    do throws(PublishError) {
      attestationKey = try AttestationKey(pem: pem)
    } catch {
      throw SettingsError(key: Self.key, problem: "names a folder whose attestation-key.pem is not an attestation key")
    }
    citizens = Citizen.all(in: "\(path)/messages")
    guard !citizens.isEmpty else { throw Self.noSandbox("messages") }
    let good = try? JSONDecoder().decode([AttachedDocument].self, from: try Self.read("documents.json", in: path))
    madeUp = Dictionary((good ?? []).map { ($0.kind, $0) }) { first, _ in first }
  }

  private static func read(_ name: String, in path: String) throws(SettingsError) -> Data {
    guard let content = FileManager.default.contents(atPath: "\(path)/\(name)") else { throw noSandbox(name) }
    return content
  }

  private static func noSandbox(_ name: String) -> SettingsError {
    SettingsError(
      key: key, problem: "is not a running sandbox's folder: \(name) is missing; \"admissionctl sandbox\" makes one")
  }

  private static func checkBroker(_ urls: String) throws(SettingsError) {
    let brokers = (try? BrokerURL.list(urls)) ?? []
    guard !brokers.isEmpty, brokers.allSatisfy({ ThisMachine.has($0.host) }) else {
      throw SettingsError(
        key: key,
        problem: "names a sandbox whose broker is not on this machine; the family's page is for made-up families alone")
    }
  }

  /// Reads the settings from lines like `export KEY='value'`, as the sandbox writes them.
  private static func values(of file: Data) -> [String: String] {
    var values: [String: String] = [:]
    for line in String(decoding: file, as: UTF8.self).split(separator: "\n") {
      let parts = line.dropFirst(line.hasPrefix("export ") ? 7 : 0).split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let text = String(parts[1])
      let isQuoted = text.count >= 2 && text.hasPrefix("'") && text.hasSuffix("'")
      values[String(parts[0])] =
        isQuoted ? String(text.dropFirst().dropLast()).replacing("'\\''", with: "'") : text
    }
    return values
  }
}
