import CRabbitMQ
import Foundation

/// Memory for one call of rabbitmq-c: strings and tables that have to stay in place until the call returns.
@safe final class MemoryPool {
  private let pool: UnsafeMutablePointer<amqp_pool_t>

  init() {
    unsafe pool = .allocate(capacity: 1)
    unsafe init_amqp_pool(pool, 4096)
  }

  deinit {
    unsafe empty_amqp_pool(pool)
    unsafe pool.deallocate()
  }

  /// Releases everything that was allocated in this pool.
  func recycle() {
    unsafe recycle_amqp_pool(pool)
  }

  func bytes(_ text: String) -> amqp_bytes_t {
    var text = text
    return text.withUTF8 { unsafe copy(UnsafeRawBufferPointer($0)) }
  }

  func bytes(_ data: Data) -> amqp_bytes_t {
    unsafe data.withUnsafeBytes { unsafe copy($0) }
  }

  func entries(_ count: Int) -> UnsafeMutablePointer<amqp_table_entry_t> {
    let memory = unsafe allocate(max(1, count) * MemoryLayout<amqp_table_entry_t>.stride)
    return unsafe memory.bindMemory(to: amqp_table_entry_t.self, capacity: count)
  }

  /// Decodes a table from the broker's encoding; nil if the bytes are not a table.
  func decodedTable(_ encoded: Data) -> amqp_table_t? {
    var table = unsafe amqp_table_t()
    var offset = 0
    let status = unsafe amqp_decode_table(bytes(encoded), pool, &table, &offset)
    return unsafe status == 0 && offset == encoded.count ? table : nil
  }

  private func copy(_ source: UnsafeRawBufferPointer) -> amqp_bytes_t {
    guard source.count > 0, let start = source.baseAddress else { return unsafe amqp_bytes_t() }
    let memory = unsafe allocate(source.count)
    unsafe memory.copyMemory(from: start, byteCount: source.count)
    return unsafe amqp_bytes_t(len: source.count, bytes: memory)
  }

  private func allocate(_ count: Int) -> UnsafeMutableRawPointer {
    guard let memory = unsafe amqp_pool_alloc(pool, count) else { fatalError("out of memory") }
    return unsafe memory
  }
}
