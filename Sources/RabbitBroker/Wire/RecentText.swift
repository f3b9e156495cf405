import CRabbitMQ

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The text that was read last in one place of a message, given out again for as long as the same one comes.
///
/// Most messages of a queue have the same type, content type and sender: two hundred in hand need not hold each of them
/// two hundred times.
struct RecentText {
  /// What a `String` holds without memory of its own, in bytes.
  private static let inlineBytes = 15

  private var last = ""

  mutating func text(_ bytes: amqp_bytes_t) -> String {
    guard unsafe bytes.len > Self.inlineBytes else { return unsafe String(bytes) }
    let isSame = unsafe last.utf8.withContiguousStorageIfAvailable { known in
      unsafe known.count == bytes.len && memcmp(known.baseAddress!, bytes.bytes, bytes.len) == 0
    }
    if isSame != true { last = unsafe String(bytes) }
    return last
  }
}

/// Where in messages the same texts come again and again.
struct RecentTexts {
  var exchange = RecentText()
  var routingKey = RecentText()
  var type = RecentText()
  var contentType = RecentText()
  var appId = RecentText()
}
