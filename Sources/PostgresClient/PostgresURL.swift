import CPostgreSQL
import Foundation

/// The address of a database with its login, as libpq reads it.
///
/// For example `postgres://user:password@host:port/database?sslmode=verify-full`.
public struct PostgresURL: Sendable, Equatable {
  let text: String
  /// The TLS mode to add to the URL; nil if a mode is configured or the database is on this machine.
  let sslMode: String?
  /// True if somebody on the network could read or change the traffic.
  public let isPlain: Bool
  /// True if the server's certificate has to be checked but no certificate authority is configured.
  public let lacksAuthority: Bool
  /// True if the database is certainly on this machine.
  public let isLocal: Bool

  /// Reads a URL; nil if libpq cannot read it.
  ///
  /// libpq's own message is dropped, because it repeats parts of the text, which may be a password.
  public init?(_ text: String) { self.init(text, environment: ProcessInfo.processInfo.environment) }

  /// Reads a URL in a given environment, for tests.
  ///
  /// - Parameters:
  ///   - text: the URL.
  ///   - environment: libpq's variables, for options that the URL does not give.
  init?(_ text: String, environment: [String: String]) {
    guard text.hasPrefix("postgres://") || text.hasPrefix("postgresql://"), !text.utf8.contains(0),
      let said = Self.options(text)
    else { return nil }
    self.text = text
    func option(_ name: String, _ variable: String) -> String? { said[name] ?? environment[variable] }
    let hosts = option("hostaddr", "PGHOSTADDR") ?? option("host", "PGHOST") ?? ""
    // The host of a libpq service stands in a file that is not read here, so it may be any machine.
    isLocal =
      option("service", "PGSERVICE") == nil && hosts.split(separator: ",").allSatisfy(Self.isLoopback)
    let mode = option("sslmode", "PGSSLMODE")
    sslMode = mode == nil && !isLocal ? "verify-full" : nil
    let isChecked = ["verify-ca", "verify-full"].contains(mode ?? sslMode)
    isPlain = !isLocal && !isChecked
    let home = environment["HOME"] ?? "/nonexistent"
    lacksAuthority =
      isChecked && option("sslrootcert", "PGSSLROOTCERT") == nil
      && !FileManager.default.fileExists(atPath: "\(home)/.postgresql/root.crt")
  }

  /// True for a local socket and for loopback addresses.
  private static func isLoopback(_ host: Substring) -> Bool {
    if host.hasPrefix("/") || host.hasPrefix("@") || ["localhost", "::1"].contains(host) { return true }
    var address = in_addr()
    // The address is parsed, because a host name such as 127.example may be another machine.
    return unsafe inet_pton(AF_INET, String(host), &address) == 1 && UInt32(bigEndian: address.s_addr) >> 24 == 127
  }

  /// The options that the URL itself gives; nil if libpq cannot read it.
  private static func options(_ text: String) -> [String: String]? {
    guard let options = unsafe PQconninfoParse(text, nil) else { return nil }
    defer { unsafe PQconninfoFree(options) }
    var said: [String: String] = [:]
    var option = unsafe options
    while let name = unsafe option.pointee.keyword {
      if let value = unsafe option.pointee.val { unsafe said[String(cString: name)] = String(cString: value) }
      unsafe option += 1
    }
    return said
  }
}

extension PostgresURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A constant, so no part of the address is printed.
  public var description: String { "postgres://…" }
  /// A constant, so no part of the address is printed.
  public var debugDescription: String { description }
  /// An empty mirror, so that reflection prints no password.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
