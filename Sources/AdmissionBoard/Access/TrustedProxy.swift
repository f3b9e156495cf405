import HTTPTypes
import WorkerRuntime
import WorkerStore

/// A proxy that has signed the user in, and says who it is in a header.
///
/// Only who connects from one of its addresses is believed: anybody can send a header.
struct TrustedProxy: Sendable {
  let addresses: Set<String>
  /// Nil if the proxy is believed only about the address that somebody comes from.
  let userHeader: HTTPField.Name?
  let roleHeader: HTTPField.Name?

  static let none = TrustedProxy(addresses: [], userHeader: nil, roleHeader: nil)

  func trusts(_ peer: String?) -> Bool { peer.map(addresses.contains) ?? false }

  /// Nil if the proxy names nobody, a name that is none, or a role that is none.
  func user(_ headers: HTTPFields, peer: String?) -> Visitor.User? {
    guard trusts(peer), let userHeader, let roleHeader, headers[values: userHeader].count == 1,
      headers[values: roleHeader].count == 1, let name = headers[userHeader], BoardUser.isName(name),
      let role = headers[roleHeader].flatMap({ BoardRole(rawValue: $0.lowercased()) })
    else { return nil }
    return Visitor.User(name: name, role: role)
  }

  /// Where somebody comes from: what a proxy that is trusted says last, or the connection's other end.
  func address(_ headers: HTTPFields, peer: String?) -> String {
    let forwarded = HTTPField.Name("X-Forwarded-For").flatMap { headers[$0] }
    guard trusts(peer), let last = forwarded?.split(separator: ",").last else { return peer ?? "unknown" }
    return String(last.trimmingPrefix(" ").prefix(64))
  }
}
