import HTTPTypes
import WorkerRuntime
import WorkerStore

/// A proxy that signs users in, and sends each user's name and role in headers.
///
/// The headers count only on connections from one of the proxy's addresses, because anybody can send such headers.
struct TrustedProxy: Sendable {
  let addresses: Set<String>
  /// The header with the user's name; nil if the proxy is trusted only to tell the visitor's address.
  let userHeader: HTTPField.Name?
  let roleHeader: HTTPField.Name?

  static let none = TrustedProxy(addresses: [], userHeader: nil, roleHeader: nil)

  func trusts(_ peer: String?) -> Bool { peer.map(addresses.contains) ?? false }

  /// The user whom the proxy names; nil if it names nobody, or the name or the role is not valid.
  func user(_ headers: HTTPFields, peer: String?) -> Visitor.User? {
    guard trusts(peer), let userHeader, let roleHeader, headers[values: userHeader].count == 1,
      headers[values: roleHeader].count == 1, let name = headers[userHeader], BoardUser.isName(name),
      let role = headers[roleHeader].flatMap({ BoardRole(rawValue: $0.lowercased()) })
    else { return nil }
    return Visitor.User(name: name, role: role)
  }

  /// The visitor's address: the last address that a trusted proxy forwards, or else the connection's other end.
  func address(_ headers: HTTPFields, peer: String?) -> String {
    let forwarded = HTTPField.Name("X-Forwarded-For").flatMap { headers[$0] }
    guard trusts(peer), let last = forwarded?.split(separator: ",").last else { return peer ?? "unknown" }
    return String(last.trimmingPrefix(" ").prefix(64))
  }
}
