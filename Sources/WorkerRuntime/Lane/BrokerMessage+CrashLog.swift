import Foundation
import QueueContracts

extension BrokerMessage {
  /// Its id, or a name made of its body where it has none that is one.
  var crashLogName: String {
    if let id = id.flatMap({ MessageID($0) }) { return id.description }
    let nowhere = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    return UUID(version5: String(decoding: body, as: UTF8.self), namespace: nowhere).uuidString
  }
}
