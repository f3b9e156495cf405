import Foundation
import HTTPTypes
import NIOSSL
import WorkerRuntime

/// The board's own settings.
struct BoardSettings: Sendable {
  let address: HealthAddress
  /// The TLS configuration; nil if the board speaks plain HTTP, on loopback or behind a proxy.
  let tls: TLSConfiguration?
  /// The board's URL in browsers (`BOARD_PUBLIC_URL`); nil if browsers connect to the board directly.
  let publicURL: String?
  let proxy: TrustedProxy
  let sessions: Sessions.Limits
  /// The number of days for which recorded actions are kept, 30 to 3650.
  let auditDays: Int
  /// The greatest number of open pages that are kept up to date, 1 to 2000.
  let liveLimit: Int
  /// The addresses of the workers' health servers.
  let workers: [String]

  /// True if browsers reach the board by TLS, so that cookies can be limited to TLS.
  var isSecure: Bool { tls != nil || publicURL?.hasPrefix("https://") == true }

  /// - Throws: `SettingsError` for the first key whose value cannot be used.
  init(_ settings: Settings) throws(SettingsError) {
    address = try HealthAddress(
      host: settings.text("BOARD_HOST") ?? "127.0.0.1",
      port: UInt16(try settings.integer("BOARD_PORT", default: 8090, in: 0...65_535)), named: "BOARD")
    tls = try Self.tls(settings)
    publicURL = try Self.publicURL(settings)
    proxy = try Self.proxy(settings)
    sessions = Sessions.Limits(
      idleSeconds: 60 * Int64(try settings.integer("BOARD_IDLE_MINUTES", default: 30, in: 1...1440)),
      totalSeconds: 3600 * Int64(try settings.integer("BOARD_SESSION_HOURS", default: 12, in: 1...168)))
    auditDays = try settings.integer("BOARD_AUDIT_DAYS", default: 365, in: 30...3650)
    liveLimit = try settings.integer("BOARD_LIVE_PAGES", default: 200, in: 1...2000)
    workers = (settings.text("BOARD_WORKERS") ?? "").split(separator: ",").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    for address in workers where address.wholeMatch(of: /([A-Za-z0-9._-]+=)?https?:\/\/[^\/ ]+/) == nil {
      throw SettingsError(
        key: "BOARD_WORKERS",
        problem: "must be addresses of workers' health servers, separated by commas, for example "
          + "intake=http://127.0.0.1:8081")
    }
  }

  private static func tls(_ settings: Settings) throws(SettingsError) -> TLSConfiguration? {
    guard let certificate = settings.text("BOARD_TLS_CERT") else {
      if settings.text("BOARD_TLS_KEY") != nil {
        throw SettingsError(key: "BOARD_TLS_CERT", problem: "is not set, although BOARD_TLS_KEY is set")
      }
      return nil
    }
    let key = try settings.required("BOARD_TLS_KEY", example: "/etc/qabyldau/board.key")
    guard let chain = try? NIOSSLCertificate.fromPEMFile(certificate), !chain.isEmpty else {
      throw SettingsError(key: "BOARD_TLS_CERT", problem: "names a file that cannot be read as certificates in PEM")
    }
    guard let privateKey = try? NIOSSLPrivateKey(file: key, format: .pem) else {
      throw SettingsError(key: "BOARD_TLS_KEY", problem: "names a file that cannot be read as a private key in PEM")
    }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    return configuration
  }

  private static func publicURL(_ settings: Settings) throws(SettingsError) -> String? {
    guard let text = settings.text("BOARD_PUBLIC_URL") else { return nil }
    let parts = text.components(separatedBy: "://")
    guard parts.count == 2, ["http", "https"].contains(parts[0]), !parts[1].isEmpty, !parts[1].contains("/") else {
      throw SettingsError(
        key: "BOARD_PUBLIC_URL", problem: "must be the board's URL in browsers, for example https://board.example.kz")
    }
    return text.lowercased()
  }

  private static func proxy(_ settings: Settings) throws(SettingsError) -> TrustedProxy {
    var addresses: [AddressRange] = []
    let texts = (settings.text("BOARD_TRUSTED_PROXIES") ?? "").split(separator: ",")
      .map { $0.trimmingCharacters(in: .whitespaces) }
    for text in texts where !text.isEmpty {
      guard let range = AddressRange(text) else {
        throw SettingsError(
          key: "BOARD_TRUSTED_PROXIES",
          problem: "must be IP addresses or ranges of them, separated by commas, for example 127.0.0.1,10.42.0.0/16,"
            + "fd00:42::/64; a range has no bits behind its length")
      }
      addresses.append(range)
    }
    let user = settings.text("BOARD_TRUSTED_USER_HEADER")
    let role = settings.text("BOARD_TRUSTED_ROLE_HEADER")
    guard (user == nil) == (role == nil) else {
      throw SettingsError(
        key: user == nil ? "BOARD_TRUSTED_USER_HEADER" : "BOARD_TRUSTED_ROLE_HEADER",
        problem: "is not set, although the other one is: a proxy has to name both the user and the role")
    }
    guard user == nil || !addresses.isEmpty else {
      throw SettingsError(
        key: "BOARD_TRUSTED_PROXIES",
        problem: "is not set: without the proxy's addresses anybody could send BOARD_TRUSTED_USER_HEADER")
    }
    let names = [user, role].map { $0.flatMap { HTTPField.Name($0) } }
    guard user == nil || names.allSatisfy({ $0 != nil }) else {
      throw SettingsError(
        key: names[0] == nil ? "BOARD_TRUSTED_USER_HEADER" : "BOARD_TRUSTED_ROLE_HEADER",
        problem: "must be the name of a header")
    }
    return TrustedProxy(addresses: addresses, userHeader: names[0], roleHeader: names[1])
  }
}
