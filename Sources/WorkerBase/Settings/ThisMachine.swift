import Foundation

/// Addresses whose packets never leave the machine.
public enum ThisMachine {
  /// True if the host is `localhost`, a name under it, or a loopback address, with or without brackets.
  public static func has(_ host: String) -> Bool {
    let name = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).lowercased()
    if name == "localhost" || name.hasSuffix(".localhost") || name == "::1" { return true }
    // The prefix `::ffff:` marks an IPv4 address in the form of an IPv6 address.
    let digits = name.hasPrefix("::ffff:") ? String(name.dropFirst("::ffff:".count)) : name
    var address = in_addr()
    // A look at the first digits would not do: the name 127.example belongs to another machine.
    guard inet_pton(AF_INET, digits, &address) == 1 else { return false }
    return UInt32(bigEndian: address.s_addr) >> 24 == 127
  }
}
