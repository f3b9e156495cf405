import CRabbitMQ
import WorkerRuntime

/// Builds rabbitmq-c's tables from headers and arguments, in the memory of a ``MemoryPool``.
struct HeaderWriter {
  let pool: MemoryPool

  /// Builds a table.
  ///
  /// - Throws: ``BrokerError/Code/unsendable`` for an opaque value that did not come from a delivery.
  func table(_ headers: [String: HeaderValue]) throws(BrokerError) -> amqp_table_t {
    let entries = unsafe pool.entries(headers.count)
    for (index, (key, value)) in headers.enumerated() {
      let field = unsafe try field(value, key: key)
      unsafe entries[index] = unsafe amqp_table_entry_t(key: pool.bytes(key), value: field)
    }
    return unsafe amqp_table_t(num_entries: Int32(headers.count), entries: entries)
  }

  func nested(_ table: amqp_table_t) -> amqp_field_value_t {
    var field = unsafe amqp_field_value_t()
    unsafe field.kind = UInt8(ascii: "F")
    unsafe field.value.table = unsafe table
    return unsafe field
  }

  private func field(_ value: HeaderValue, key: String) throws(BrokerError) -> amqp_field_value_t {
    var field = unsafe amqp_field_value_t()
    switch value {
    case .text(let text):
      unsafe field.kind = UInt8(ascii: "S")
      unsafe field.value.bytes = pool.bytes(text)
    case .integer(let number):
      unsafe field.kind = UInt8(ascii: "l")
      unsafe field.value.i64 = number
    case .boolean(let boolean):
      unsafe field.kind = UInt8(ascii: "t")
      unsafe field.value.boolean = boolean ? 1 : 0
    case .opaque(let encoded):
      guard let table = unsafe pool.decodedTable(encoded), unsafe table.num_entries == 1 else {
        throw BrokerError(.unsendable, "Header '\(key)' holds an opaque value that is not in the broker's encoding.")
      }
      unsafe field = unsafe table.entries[0].value
    }
    return unsafe field
  }
}
