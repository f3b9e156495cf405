import CRabbitMQ
import Foundation
import WorkerRuntime

/// Copies the headers of a message from the library's table, which lives only until the frame is released.
enum HeaderReader {
  /// The header with the number of times that a quorum queue took the message back.
  private static let deliveryCount = "x-delivery-count"
  /// The header in which RabbitMQ 4.3 and later count failed deliveries, including requeues and time-outs.
  private static let acquiredCount = "x-acquired-count"

  /// Reads a table.
  ///
  /// - Returns: the headers without the broker's two counts, and the delivery count. The counts are not part of the
  ///   message: a copy of the message begins with counts of its own.
  static func read(_ table: amqp_table_t) -> (headers: [String: HeaderValue], deliveryCount: Int) {
    let entries = unsafe UnsafeBufferPointer(start: table.entries, count: Int(table.num_entries))
    var headers: [String: HeaderValue] = [:]
    headers.reserveCapacity(entries.count)
    var count = 0
    for index in entries.indices {
      let entry = unsafe entries[index]
      let key = unsafe String(entry.key)
      if key == deliveryCount, let number = unsafe integer(entry.value) {
        // If a sender writes the header twice, the broker counts in only one of the two. The larger number is at
        // least the broker's count, so a sender cannot hide how often the message killed a process.
        count = max(count, Int(clamping: number))
      } else if key != acquiredCount {
        headers[key] = unsafe value(of: entry)
      }
    }
    return (headers, count)
  }

  private static func value(of entry: amqp_table_entry_t) -> HeaderValue {
    let value = unsafe entry.value
    switch unsafe value.kind {
    case UInt8(ascii: "S"):
      return unsafe String(validUTF8: value.value.bytes).map(HeaderValue.text) ?? opaque(entry)
    case UInt8(ascii: "t"):
      return unsafe .boolean(value.value.boolean != 0)
    default:
      return unsafe integer(value).map(HeaderValue.integer) ?? opaque(entry)
    }
  }

  private static func integer(_ value: amqp_field_value_t) -> Int64? {
    switch unsafe value.kind {
    case UInt8(ascii: "b"): unsafe Int64(value.value.i8)
    case UInt8(ascii: "B"): unsafe Int64(value.value.u8)
    case UInt8(ascii: "s"): unsafe Int64(value.value.i16)
    case UInt8(ascii: "u"): unsafe Int64(value.value.u16)
    case UInt8(ascii: "I"): unsafe Int64(value.value.i32)
    case UInt8(ascii: "i"): unsafe Int64(value.value.u32)
    case UInt8(ascii: "l"): unsafe value.value.i64
    case UInt8(ascii: "L"): unsafe Int64(exactly: value.value.u64)
    default: nil
    }
  }

  /// Encodes one entry as a table of its own, in the broker's encoding.
  ///
  /// Most entries are small, for example `x-death`; the largest fill a frame.
  private static func opaque(_ entry: amqp_table_entry_t) -> HeaderValue {
    unsafe .opaque(encoded(entry, within: 1024) ?? encoded(entry, within: 2 * Int(AMQP_DEFAULT_FRAME_SIZE)) ?? Data())
  }

  private static func encoded(_ entry: amqp_table_entry_t, within limit: Int) -> Data? {
    unsafe withUnsafeTemporaryAllocation(byteCount: limit, alignment: 1) { buffer in
      var entry = unsafe entry
      return unsafe withUnsafeMutablePointer(to: &entry) { entry in
        var table = unsafe amqp_table_t(num_entries: 1, entries: entry)
        var length = 0
        let bytes = unsafe amqp_bytes_t(len: limit, bytes: buffer.baseAddress)
        guard unsafe amqp_encode_table(bytes, &table, &length) == 0 else { return nil }
        return unsafe Data(bytes: buffer.baseAddress!, count: length)
      }
    }
  }
}
