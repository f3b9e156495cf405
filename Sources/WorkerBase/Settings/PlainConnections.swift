public import Logging

/// Warnings about connections to other machines without TLS.
///
/// Without TLS, anybody on the way can read and change what is sent.
public enum PlainConnections {
  /// Writes one warning for each configuration key whose address is on another machine and is reached without TLS.
  ///
  /// - Parameters:
  ///   - keys: the configuration keys that hold AMQP and HTTP addresses; a key that is not set gives no warning.
  ///   - settings: the settings that hold the addresses.
  ///   - isStorePlain: true if the store's address needs a warning; only the store's client can parse that address.
  ///   - logger: gets the warnings.
  public static func warn(_ keys: [String], of settings: Settings, isStorePlain: Bool, _ logger: Logger) {
    let plain = keys.filter { key in settings.text(key).map(hasPlain) ?? false }
    for key in plain + (isStorePlain ? ["STORE_URL"] : []) {
      logger.warning(
        "A connection to another machine is not encrypted or not verified: others on the way can read and change it",
        metadata: [LogKey.detail: "\(key)"])
    }
  }

  /// True if an address in this comma-separated list is on another machine and is reached without TLS.
  static func hasPlain(_ text: String) -> Bool {
    text.split(separator: ",").contains { address in
      let parts = address.split(separator: "://", maxSplits: 1)
      guard parts.count == 2, ["amqp", "http"].contains(parts[0].filter { $0 != " " }.lowercased()) else {
        return false
      }
      return !ThisMachine.has(host(parts[1]))
    }
  }

  /// The host of `user:password@host:port/path?query`.
  private static func host(_ text: Substring) -> String {
    let authority = text.prefix { !"/?#".contains($0) }
    let address = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
    if address.first == "[" { return String(address.dropFirst().prefix { $0 != "]" }) }
    return String(address.prefix { $0 != ":" })
  }
}
