import AdmissionPublisher
import Configuration
import Foundation
import QueueContracts
import RabbitBroker
import WorkerRuntime

/// The sandbox's folder, as far as the family's page needs it (`BOARD_FAMILY_DIR`).
struct FamilyFolder: Sendable {
  static let key = "BOARD_FAMILY_DIR"

  let path: String
  /// What the sandbox's workers are run with.
  let settings: Settings
  /// The portal's, by which the sandbox's workers know its attestations.
  let attestationKey: AttestationKey
  /// In the order of the list that families are chosen from.
  let citizens: [Citizen]
  /// A good document of each kind, for who has none at hand.
  let madeUp: [DocumentKind: AttachedDocument]

  var documents: String { "\(path)/documents" }
  var schools: String { "\(path)/schools.csv" }
  var clock: String { "\(path)/clock" }
  /// What this page keeps: applications that were signed, until they are confirmed and after.
  var applications: String { "\(path)/portal" }

  /// - Throws: `SettingsError` if it is no sandbox's folder, or its broker is on another machine: the families are made
  ///   up, and their applications may reach no other system.
  init(_ given: String) throws(SettingsError) {
    path = URL(filePath: given).standardizedFileURL.path
    let values = Self.values(of: try Self.read("env", in: path))
    settings = Settings(ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: values)))
    try Self.checkBroker(values["AMQP_URL"] ?? "")
    let pem = String(decoding: try Self.read("attestation-key.pem", in: path), as: UTF8.self)
    do throws(PublishError) {
      attestationKey = try AttestationKey(pem: pem)
    } catch {
      throw SettingsError(key: Self.key, problem: "names a folder whose attestation-key.pem is no key for attestations")
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
      key: key, problem: "is no folder of a running sandbox: \(name) is missing; \"admissionctl sandbox\" makes one")
  }

  private static func checkBroker(_ urls: String) throws(SettingsError) {
    let brokers = (try? BrokerURL.list(urls)) ?? []
    guard !brokers.isEmpty, brokers.allSatisfy({ ThisMachine.has($0.host) }) else {
      throw SettingsError(
        key: key,
        problem: "names a sandbox whose broker is not on this machine; the family's page is for made-up families alone")
    }
  }

  /// Reads lines like `export KEY='value'`, as the sandbox writes them.
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
