import CRabbitMQ

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The text that was last read in one field of a message, reused as long as the same text comes.
///
/// Most messages of a queue have the same type, content type and sender, so two hundred messages in hand need not hold
/// two hundred copies of these texts.
struct RecentText {
  /// The number of UTF-8 bytes that a `String` stores without an allocation.
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

/// The fields of messages in which the same texts come again and again.
struct RecentTexts {
  var exchange = RecentText()
  var routingKey = RecentText()
  var type = RecentText()
  var contentType = RecentText()
  var appId = RecentText()
}
