import Foundation

/// Addresses whose packets never leave the machine.
public enum ThisMachine {
  /// True if the host is `localhost`, a name under it, or a loopback address, with or without brackets.
  ///
  /// IPv6 addresses are recognised in every spelling, also `::ffff:127.0.0.1`, an IPv4 address in the form of IPv6.
  public static func has(_ host: String) -> Bool {
    let name = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).lowercased()
    if name == "localhost" || name.hasSuffix(".localhost") { return true }
    // A look at the first digits would not do: the name 127.example belongs to another machine.
    var (four, six) = (in_addr(), in6_addr())
    if inet_pton(AF_INET, name, &four) == 1 { return withUnsafeBytes(of: four) { $0[0] == 127 } }
    guard inet_pton(AF_INET6, name, &six) == 1 else { return false }
    let bytes = withUnsafeBytes(of: six, Array.init)
    let isMapped = bytes.starts(with: [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF])
    return isMapped ? bytes[12] == 127 : bytes == [UInt8](repeating: 0, count: 15) + [1]
  }
}
