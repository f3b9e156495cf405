internal import Crypto
public import Foundation

extension MessageID {
  /// The id of an output: a message that follows from the message with this id.
  ///
  /// It is the UUIDv5 of `<routing key>#<number>` in the namespace of this id. If an input is handled twice, its
  /// outputs have the same ids, so the next consumer recognises the duplicates.
  ///
  /// - Parameters:
  ///   - routingKey: the output's routing key.
  ///   - number: the output's index among the outputs with the same routing key, from 0.
  /// - Returns: the output's id, the same each time.
  public func output(routingKey: String, number: Int) -> MessageID {
    derived(routingKey + "#" + String(number))
  }

  /// The UUIDv5 of a name in this id's namespace.
  public func derived(_ name: String) -> MessageID { MessageID(uuid: UUID(version5: name, namespace: uuid)) }
}

extension UUID {
  /// The UUID of zeros: the namespace of names that belong to no other namespace.
  package static let zeros = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

  /// Makes the name-based UUID of a name in a namespace (RFC 9562, version 5).
  public init(version5 name: String, namespace: UUID) {
    var hash = Insecure.SHA1()
    var space = namespace.uuid
    withUnsafeBytes(of: &space) { hash.update(bufferPointer: $0) }
    var name = name
    name.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    hash.finalize().withUnsafeBytes { digest in
      withUnsafeMutableBytes(of: &space) { $0.copyBytes(from: digest.prefix(16)) }
    }
    space.6 = space.6 & 0x0F | 0x50
    space.8 = space.8 & 0x3F | 0x80
    self.init(uuid: space)
  }
}
