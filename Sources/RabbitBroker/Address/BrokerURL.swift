import Foundation
public import WorkerRuntime

/// A broker's address with its login, read from an AMQP URL: `amqp[s]://user:password@host:port/vhost?heartbeat=20`.
///
/// User, password and virtual host are percent-decoded. The defaults are virtual host `/`, port 5672 (5671 with TLS)
/// and user `guest`. Query keys are those of RabbitMQ's own clients: `heartbeat`; in `amqps` URLs also `cacertfile`,
/// `certfile`, `keyfile` and `auth_mechanism=external`. Other keys are refused, so a misspelt key is noticed.
public struct BrokerURL: Sendable, Equatable {
  /// The host's name or IP address.
  public let host: String
  /// The port, 1 to 65535.
  public let port: Int
  /// The user's name.
  public let user: String
  /// The virtual host.
  public let virtualHost: String
  /// The heartbeat in seconds, 1 to 3600; nil to use `RabbitConfiguration.heartbeatSeconds`.
  public let heartbeatSeconds: Int?
  /// The TLS settings; nil for plain TCP.
  public let tls: TLSSettings?
  /// The password, which the broker's management API takes as well; no error and no log line contains it.
  public let password: String

  /// Reads a comma-separated list, as `AMQP_URL` holds it.
  ///
  /// A comma inside a URL is written `%2C`.
  public static func list(_ text: String) throws(BrokerError) -> [BrokerURL] {
    var urls: [BrokerURL] = []
    for (index, part) in text.split(separator: ",").enumerated() {
      let trimmed = part.trimmingCharacters(in: .whitespacesAndNewlines)
      // A URL holds a password, so the error gives the URL's position and its flaw, and never the URL itself.
      do throws(Flaw) { urls.append(try BrokerURL(parsing: trimmed)) } catch {
        throw BrokerError(.misconfigured, "URL \(index + 1) of AMQP_URL \(error.text).")
      }
    }
    guard !urls.isEmpty else {
      throw BrokerError(.misconfigured, "AMQP_URL is empty; it needs something like amqp://user:password@host:5672.")
    }
    // With a mixed list, an attacker who keeps the amqps:// addresses from answering could read the password on its way
    // to an amqp:// address.
    guard Set(urls.map { $0.tls == nil }).count == 1 else {
      throw BrokerError(.misconfigured, "AMQP_URL mixes amqps:// and amqp://; write one of them for all of its URLs.")
    }
    return urls
  }

  /// The address as `host:port`, the only form in which errors and logs show it.
  public var endpoint: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension BrokerURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The URL without user and password.
  public var description: String { "\(tls == nil ? "amqp" : "amqps")://\(endpoint)/\(virtualHost)" }
  /// The URL without user and password.
  public var debugDescription: String { description }
  /// A mirror without user and password.
  public var customMirror: Mirror { Mirror(self, children: ["endpoint": endpoint]) }
}

extension BrokerURL {
  private struct Flaw: Error {
    let text: String
    init(_ text: String) { self.text = text }
  }

  private init(parsing text: String) throws(Flaw) {
    guard let schemeEnd = text.range(of: "://") else { throw Flaw("does not begin with amqp:// or amqps://") }
    let scheme = text[..<schemeEnd.lowerBound].lowercased()
    guard scheme == "amqp" || scheme == "amqps" else { throw Flaw("does not begin with amqp:// or amqps://") }

    let (beforeQuery, query) = Self.cut(text[schemeEnd.upperBound...], at: "?")
    let (authority, path) = Self.cut(beforeQuery, at: "/")
    let userEnd = authority.lastIndex(of: "@")
    let address = userEnd.map { authority[authority.index(after: $0)...] } ?? authority[...]
    let (user, password) = Self.cut(userEnd.map { authority[..<$0] } ?? "guest:guest", at: ":")

    (host, port) = try Self.hostAndPort(address, default: scheme == "amqps" ? 5671 : 5672)
    self.user = try Self.decoded(user, "user")
    self.password = try Self.decoded(password ?? "", "password")
    // By RabbitMQ's specification a bare trailing slash means a virtual host with an empty name. Nobody has such a
    // virtual host, so the slash is read as "/".
    virtualHost = (path ?? "").isEmpty ? "/" : try Self.decoded(path ?? "", "virtual host")

    var options = try Self.options(query)
    heartbeatSeconds = try options.removeValue(forKey: "heartbeat").map { text throws(Flaw) in
      guard let seconds = Int(text), (1...3600).contains(seconds) else {
        throw Flaw("needs a heartbeat of 1 to 3600 seconds")
      }
      return seconds
    }
    tls = scheme == "amqps" ? TLSSettings(taking: &options) : nil
    guard tls?.lacksCertificate != true else {
      throw Flaw("needs certfile=, the client's certificate, for its keyfile or auth_mechanism=external")
    }
    guard options.isEmpty else {
      let keys = options.keys.sorted().joined(separator: ", ")
      throw Flaw("has the query keys \(keys), which mean nothing for \(scheme)")
    }
  }

  private static func cut(_ text: Substring, at separator: Character) -> (Substring, Substring?) {
    guard let index = text.firstIndex(of: separator) else { return (text, nil) }
    return (text[..<index], text[text.index(after: index)...])
  }

  private static func hostAndPort(_ text: Substring, default port: Int) throws(Flaw) -> (String, Int) {
    var (host, portText) = cut(text, at: ":")
    if text.first == "[" {
      guard let end = text.firstIndex(of: "]") else { throw Flaw("has a [ without a ]") }
      host = text[text.index(after: text.startIndex)..<end]
      portText = cut(text[end...], at: ":").1
    }
    guard !host.isEmpty else { throw Flaw("has no host") }
    guard let portText else { return (String(host), port) }
    guard let port = Int(portText), (1...65535).contains(port) else { throw Flaw("has a port that is not 1 to 65535") }
    return (String(host), port)
  }

  private static func options(_ query: Substring?) throws(Flaw) -> [String: String] {
    var options: [String: String] = [:]
    for pair in (query ?? "").split(separator: "&") {
      let (key, value) = cut(pair, at: "=")
      options[String(key)] = try decoded(value ?? "", "query")
    }
    return options
  }

  private static func decoded(_ text: Substring, _ part: String) throws(Flaw) -> String {
    guard let decoded = String(text).removingPercentEncoding else {
      throw Flaw("has a % in its \(part) that is no percent-encoding; write %25")
    }
    return decoded
  }
}
