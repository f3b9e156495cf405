import CPostgreSQL
import Foundation

/// Where a database is and how to log in, as libpq reads it:
/// `postgres://user:password@host:port/database?sslmode=verify-full`.
public struct PostgresURL: Sendable, Equatable {
  let text: String
  /// What the URL does not say and is not libpq's default: TLS with a checked certificate, for another machine.
  let sslMode: String?
  /// True if others on the way can read or change what is asked and answered.
  public let isPlain: Bool
  /// True if the server's certificate has to be checked and nothing says by which authority.
  public let lacksAuthority: Bool

  /// Nil where libpq cannot read it.
  ///
  /// What libpq says of it is not handed on, for that repeats parts of the text, which may be a password.
  public init?(_ text: String) { self.init(text, environment: ProcessInfo.processInfo.environment) }

  /// - Parameter environment: holds libpq's own words, for what the URL does not say.
  init?(_ text: String, environment: [String: String]) {
    guard text.hasPrefix("postgres://") || text.hasPrefix("postgresql://"), !text.utf8.contains(0),
      let said = Self.options(text)
    else { return nil }
    self.text = text
    func option(_ name: String, _ variable: String) -> String? { said[name] ?? environment[variable] }
    let hosts = option("hostaddr", "PGHOSTADDR") ?? option("host", "PGHOST") ?? ""
    // A service is a file that may name any host.
    let isHere = option("service", "PGSERVICE") == nil && hosts.split(separator: ",").allSatisfy(Self.isHere)
    let mode = option("sslmode", "PGSSLMODE")
    sslMode = mode == nil && !isHere ? "verify-full" : nil
    let isChecked = ["verify-ca", "verify-full"].contains(mode ?? sslMode)
    isPlain = !isHere && !isChecked
    let home = environment["HOME"] ?? "/nonexistent"
    lacksAuthority =
      isChecked && option("sslrootcert", "PGSSLROOTCERT") == nil
      && !FileManager.default.fileExists(atPath: "\(home)/.postgresql/root.crt")
  }

  /// True of a local socket and of the loopback addresses.
  private static func isHere(_ host: Substring) -> Bool {
    if host.hasPrefix("/") || host.hasPrefix("@") || ["localhost", "::1"].contains(host) { return true }
    var address = in_addr()
    // Not by the text alone: 127.example is another machine.
    return unsafe inet_pton(AF_INET, String(host), &address) == 1 && UInt32(bigEndian: address.s_addr) >> 24 == 127
  }

  /// What the URL itself says; nil if libpq cannot read it.
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
  /// Without anything of the text.
  public var description: String { "postgres://…" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
