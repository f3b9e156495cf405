import Foundation
import HTTPCalls
import Logging
import Signatures
import WorkerBase
import WorkerRuntime

extension SignatureLookups {
  /// The signatures that go to NCANode (`NCANODE_FOR`).
  enum Scope: String, CaseIterable {
    /// Signatures that only NCANode can verify.
    case gost
    case all
  }

  /// Reads the settings of signatures.
  ///
  /// The settings, with their defaults in parentheses, are `EDS_TRUST_ROOTS`, `EDS_CRLS`, `EDS_REVOCATION` (listed),
  /// `SIGNATURE_MAX_AGE_HOURS` (24), `SMS_ATTESTATION_KEYS`, `NCANODE_URL`, `NCANODE_FOR` (gost) and
  /// `NCANODE_TIMEOUT_SECONDS` (10).
  ///
  /// - Throws: `SettingsError` for the first key that cannot be used, or if no signature could be verified by these
  ///   settings.
  init(_ settings: Settings, logger: Logger) async throws(SettingsError) {
    self.logger = logger
    maximumAgeSeconds = try settings.signatureAgeSeconds
    requiresLists = try settings.requiresRevocationLists
    eds = try Self.eds(settings, logger)
    attestations = try settings.text("SMS_ATTESTATION_KEYS").map { path throws(SettingsError) in
      Locked(try AttestationTrust(path: path, logger: logger))
    }
    node = try Self.node(settings, logger)
    sendsEveryCMS = try settings.choice("NCANODE_FOR", default: Scope.gost) == .all
    if sendsEveryCMS && node == nil {
      throw SettingsError(key: "NCANODE_FOR", problem: "sends every CMS to NCANode, and NCANODE_URL is not set")
    }
    guard eds != nil || attestations != nil || node != nil else {
      throw SettingsError(
        key: "EDS_TRUST_ROOTS", problem: "is not set, nor is SMS_ATTESTATION_KEYS, so no signature could be verified")
    }
    for (key, isMissing) in [
      ("EDS_TRUST_ROOTS", eds == nil && !sendsEveryCMS), ("SMS_ATTESTATION_KEYS", attestations == nil),
    ]
    where isMissing {
      logger.warning("Signatures that need this setting will be parked", metadata: [LogKey.detail: "\(key)"])
    }
  }

  private static func eds(_ settings: Settings, _ logger: Logger) throws(SettingsError) -> Locked<EDSTrust>? {
    let lists = settings.text("EDS_CRLS")
    if let roots = settings.text("EDS_TRUST_ROOTS") {
      return Locked(try EDSTrust(rootsPath: roots, listsPath: lists, logger: logger))
    }
    if let lists {
      try EDSTrust.check(listsPath: lists, logger: logger)
      logger.warning("EDS_CRLS is not used, because EDS_TRUST_ROOTS is not set")
    }
    return nil
  }

  private static func node(_ settings: Settings, _ logger: Logger) throws(SettingsError) -> NCANodeClient? {
    let handlerSeconds = try settings.handlerSeconds
    let seconds = min(
      Double(try settings.integer("NCANODE_TIMEOUT_SECONDS", default: 10, in: 1...25)), handlerSeconds / 3)
    guard let base = try settings.httpBase("NCANODE_URL", example: "http://127.0.0.1:14579"),
      let url = base.url(["cms", "verify"])
    else { return nil }
    guard Self.isSafe(url) else {
      throw SettingsError(
        key: "NCANODE_URL",
        problem: "is a plain http:// address of another machine: anybody on the way could call a signature valid; "
          + "use an https:// address, or run NCANode beside the worker and use http://127.0.0.1:14579")
    }
    let width = 16
    let caller = HTTPCaller(
      seconds: seconds, connections: width,
      access: try settings.httpAccess(credential: "NCANODE_AUTH_FILE", logger: logger))
    return NCANodeClient(
      url: url, ask: caller.ask, gate: Bulkhead("ncanode", width: width, breaker: .never, logger: logger),
      patienceSeconds: min(2 * seconds, handlerSeconds / 2),
      monitor: ServiceMonitor("NCANode", seconds: min(seconds, 2.5)) {
        await base.showsLife(caller.get)
      })
  }

  /// True if the address uses HTTPS or leads to this machine, so nobody on the network can change the answers.
  private static func isSafe(_ address: URL) -> Bool {
    address.scheme?.lowercased() != "http" || ThisMachine.has(address.host() ?? "")
  }
}

extension Settings {
  /// The longest time from the signing of a CMS to the submission, in seconds: `SIGNATURE_MAX_AGE_HOURS` (default 24).
  ///
  /// - Throws: `SettingsError` if the setting cannot be used.
  package var signatureAgeSeconds: Double {
    get throws(SettingsError) {
      Double(try integer("SIGNATURE_MAX_AGE_HOURS", default: 24, in: 1...8760)) * 3600
    }
  }

  /// True if a signature is parked when an issuer in its chain has no revocation list (`EDS_REVOCATION`).
  ///
  /// - Throws: `SettingsError` if the setting cannot be used.
  package var requiresRevocationLists: Bool {
    get throws(SettingsError) { try choice("EDS_REVOCATION", default: RevocationScope.listed) == .required }
  }
}

/// The issuers that must have a revocation list (`EDS_REVOCATION`).
enum RevocationScope: String, CaseIterable {
  /// No issuer must have a list; the configured lists are used.
  case listed
  /// Every issuer must have a list; a signature is parked if one is missing.
  case required
}
