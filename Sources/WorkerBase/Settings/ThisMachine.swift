import Foundation

/// Addresses whose packets never leave the machine.
public enum ThisMachine {
  /// True of `localhost` and the loopback addresses, with or without brackets.
  public static func has(_ host: String) -> Bool {
    let name = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).lowercased()
    if name == "localhost" || name.hasSuffix(".localhost") || name == "::1" { return true }
    // IPv6 writes an IPv4 address like this.
    let digits = name.hasPrefix("::ffff:") ? String(name.dropFirst("::ffff:".count)) : name
    var address = in_addr()
    // The address is parsed, because 127.example is another machine.
    guard inet_pton(AF_INET, digits, &address) == 1 else { return false }
    return UInt32(bigEndian: address.s_addr) >> 24 == 127
  }
}
