internal import Crypto
public import Foundation

extension MessageID {
  /// The id of an output: UUIDv5 in the input's namespace of `<routing key>#<number among the outputs with that key>`.
  ///
  /// Handling the same input twice names the same outputs, so the next hop can tell that it has seen them.
  public func output(routingKey: String, number: Int) -> MessageID {
    derived("\(routingKey)#\(number)")
  }

  /// The UUIDv5 of a name in this id's namespace.
  public func derived(_ name: String) -> MessageID { MessageID(uuid: UUID(version5: name, namespace: uuid)) }
}

extension UUID {
  /// A name-based UUID (RFC 9562, version 5).
  public init(version5 name: String, namespace: UUID) {
    var hash = Insecure.SHA1()
    var space = namespace.uuid
    withUnsafeBytes(of: &space) { hash.update(bufferPointer: $0) }
    hash.update(data: Data(name.utf8))
    var bytes = Array(hash.finalize().prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x50
    bytes[8] = bytes[8] & 0x3F | 0x80
    self.init(
      uuid: (
        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
        bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
      ))
  }
}
