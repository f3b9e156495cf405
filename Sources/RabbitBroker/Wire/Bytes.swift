import CRabbitMQ
import Foundation

extension amqp_bytes_t {
  var buffer: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: bytes, count: len) }
}

extension String {
  /// Copies a text; bytes that are not UTF-8 are replaced.
  init(_ bytes: amqp_bytes_t) {
    self = unsafe String(decoding: bytes.buffer, as: UTF8.self)
  }

  /// Copies a text; nil if it is not UTF-8.
  init?(validUTF8 bytes: amqp_bytes_t) {
    guard let text = unsafe String(validating: bytes.buffer, as: UTF8.self) else { return nil }
    self = text
  }
}
