import Foundation
import HTTPCalls
import Logging
import Signatures
import WorkerRuntime

extension SignatureLookups {
  /// What goes to NCANode: `NCANODE_FOR`.
  enum Scope: String, CaseIterable {
    /// What only NCANode can verify.
    case gost
    case all
  }

  /// As `EDS_TRUST_ROOTS`, `EDS_CRLS`, `SMS_ATTESTATION_KEYS`, `NCANODE_URL`, `NCANODE_FOR` (gost) and
  /// `NCANODE_TIMEOUT_SECONDS` (10) say.
  ///
  /// - Throws: `SettingsError` for the first key that cannot be used, and where no signature at all could be verified.
  init(_ settings: Settings, logger: Logger) async throws(SettingsError) {
    self.logger = logger
    anchors = try await Self.file("EDS_TRUST_ROOTS", settings, logger) { try TrustAnchors(pem: $0) }
    revocations = try await Self.file("EDS_CRLS", settings, logger) { try RevocationLists(pem: $0) }
    attestationKeys = try await Self.file("SMS_ATTESTATION_KEYS", settings, logger) { try AttestationKeys(pem: $0) }
    node = try Self.node(settings, logger)
    sendsEveryCMS = try settings.choice("NCANODE_FOR", default: Scope.gost) == .all
    if sendsEveryCMS && node == nil {
      throw SettingsError(key: "NCANODE_FOR", problem: "sends every CMS to NCANode, and NCANODE_URL is not set")
    }
    guard anchors != nil || attestationKeys != nil || node != nil else {
      throw SettingsError(
        key: "EDS_TRUST_ROOTS", problem: "is not set, nor SMS_ATTESTATION_KEYS: no signature could be verified")
    }
    for (key, isMissing) in [
      ("EDS_TRUST_ROOTS", anchors == nil && !sendsEveryCMS), ("SMS_ATTESTATION_KEYS", attestationKeys == nil),
    ]
    where isMissing {
      logger.warning("Signatures that need this setting will be parked", metadata: [LogKey.detail: "\(key)"])
    }
  }

  private static func file<Value: Sendable>(
    _ key: String, _ settings: Settings, _ logger: Logger, read: @escaping @Sendable (Data) throws -> Value
  ) async throws(SettingsError) -> ReloadedFile<Value>? {
    guard let path = settings.text(key) else { return nil }
    let file = ReloadedFile(path: path, what: key, logger: logger) { content in
      do { return try read(content) } catch let problem as TrustProblem { throw FileProblem(problem.text) }
    }
    if case .none(let problem) = await file.latest() {
      throw SettingsError(key: key, problem: "names a file that \(problem.text)")
    }
    return file
  }

  private static func node(_ settings: Settings, _ logger: Logger) throws(SettingsError) -> NCANodeClient? {
    let handlerSeconds = try settings.handlerSeconds
    let seconds = min(
      Double(try settings.integer("NCANODE_TIMEOUT_SECONDS", default: 10, in: 1...25)), handlerSeconds / 3)
    guard let text = settings.text("NCANODE_URL") else { return nil }
    guard let base = HTTPBase(text), let place = base.url([String]()), let url = base.url(["cms", "verify"]) else {
      throw SettingsError(
        key: "NCANODE_URL", problem: "is no http:// or https:// address of a host; for example http://127.0.0.1:14579")
    }
    let width = 16
    let caller = HTTPCaller(seconds: seconds, connections: width)
    return NCANodeClient(
      url: url, ask: caller.ask, gate: Bulkhead("ncanode", width: width, breaker: .never, logger: logger),
      patienceSeconds: min(2 * seconds, handlerSeconds / 2),
      monitor: ServiceMonitor("NCANode", seconds: min(seconds, 2.5)) {
        (try? await caller.get(place, atMost: 1))?.isSignOfLife ?? false
      })
  }
}
