import HTTPTypes
import WorkerRuntime
import WorkerStore

/// A proxy that signs users in, and sends each user's name and role in headers.
///
/// The headers count only on connections from one of the proxy's addresses, because anybody can send such headers.
struct TrustedProxy: Sendable {
  let addresses: [AddressRange]
  /// The header with the user's name; nil if the proxy is trusted only to tell the visitor's address.
  let userHeader: HTTPField.Name?
  let roleHeader: HTTPField.Name?

  static let none = TrustedProxy(addresses: [], userHeader: nil, roleHeader: nil)

  func trusts(_ peer: String?) -> Bool {
    guard let address = peer.flatMap({ IPAddress($0) }) else { return false }
    return addresses.contains { $0.contains(address) }
  }

  /// The user whom the proxy names; nil if it names nobody, or the name or the role is not valid.
  func user(_ headers: HTTPFields, peer: String?) -> Visitor.User? {
    guard trusts(peer), let userHeader, let roleHeader, headers[values: userHeader].count == 1,
      headers[values: roleHeader].count == 1, let name = headers[userHeader], BoardUser.isName(name),
      let role = headers[roleHeader].flatMap({ BoardRole(rawValue: $0.lowercased()) })
    else { return nil }
    return Visitor.User(name: name, role: role)
  }

  /// The visitor's address: the last forwarded address that is no trusted proxy, or else the connection's other end.
  ///
  /// What stands before that address may be made up by the visitor.
  func address(_ headers: HTTPFields, peer: String?) -> String {
    let forwarded = HTTPField.Name("X-Forwarded-For").flatMap { headers[$0] }
    guard trusts(peer), let forwarded else { return peer ?? "unknown" }
    let addresses = forwarded.split(separator: ",").map { Self.withoutPort($0.filter { !$0.isWhitespace }) }
    guard let visitor = addresses.last(where: { !trusts($0) }) ?? addresses.first else { return peer ?? "unknown" }
    return String(visitor.prefix(64))
  }

  /// The address without the port that some proxies add, as in `192.0.2.1:4711` and `[2001:db8::1]:4711`.
  private static func withoutPort(_ text: String) -> String {
    if let match = text.wholeMatch(of: /\[([^\]]*)\](:[0-9]+)?/) { return String(match.1) }
    if let match = text.wholeMatch(of: /([0-9.]+):[0-9]+/) { return String(match.1) }
    return text
  }
}
