#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An IP address, as bytes.
struct IPAddress: Hashable, Sendable {
  /// The bytes of the address: 4, or 16 for IPv6.
  let bytes: [UInt8]

  /// Reads an address; nil if the text is none.
  ///
  /// An IPv4 address that is written as IPv6 (`::ffff:192.0.2.1`) counts as IPv4, because a server that listens on all
  /// addresses sees IPv4 peers so.
  init?(_ text: String) {
    // A zone, as in `fe80::1%eth0`, is no part of the address.
    let text = String(text.prefix { $0 != "%" })
    if let bytes = Self.bytes(of: text, AF_INET, count: 4) {
      self.bytes = bytes
    } else if let bytes = Self.bytes(of: text, AF_INET6, count: 16) {
      let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10...11].allSatisfy { $0 == 0xff }
      self.bytes = isMapped ? Array(bytes.suffix(4)) : bytes
    } else {
      return nil
    }
  }

  private static func bytes(of text: String, _ family: Int32, count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    return inet_pton(family, text, &bytes) == 1 ? bytes : nil
  }

  var isV6: Bool { bytes.count == 16 }
}

/// An IP address or a range of addresses in CIDR notation, such as `10.0.0.0/8` or `2001:db8::/32`.
struct AddressRange: Hashable, Sendable {
  private let network: [UInt8]
  private let bits: Int

  /// Reads an address or a range; nil if the text is neither, or if it has bits outside of the range's mask.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = IPAddress(String(parts[0])) else { return nil }
    var bits = address.bytes.count * 8
    if parts.count == 2 {
      guard !parts[1].isEmpty, parts[1].allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(parts[1]),
        number <= bits
      else { return nil }
      bits = number
    }
    let network = Self.masked(address.bytes, bits)
    // `10.0.0.1/8` is more probably a mistake than a range.
    guard network == address.bytes else { return nil }
    self.network = network
    self.bits = bits
  }

  func contains(_ address: IPAddress) -> Bool {
    address.bytes.count == network.count && Self.masked(address.bytes, bits) == network
  }

  /// The bytes of an address with zeros behind the first `bits` bits.
  static func masked(_ bytes: [UInt8], _ bits: Int) -> [UInt8] {
    bytes.enumerated().map { place, byte in
      let kept = min(8, max(0, bits - place * 8))
      return byte & UInt8(truncatingIfNeeded: 0xff00 >> kept)
    }
  }
}
