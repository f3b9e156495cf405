import Foundation
import QueueContracts
import WorkerRuntime

extension [Output] {
  /// The outputs as a column holds them: what `WireCodec` writes of them, byte for byte.
  ///
  /// Written by hand, for every message has some: each body is copied once, as Base64.
  var text: String {
    guard allSatisfy(\.isPlain) else { return String(decoding: WireCodec.encode(self), as: UTF8.self) }
    var text = "["
    for output in self {
      if text.utf8.count > 1 { text += "," }
      text += #"{"applicationId":""#
      text += output.applicationId.description
      text += #"","body":""#
      text += output.body.base64EncodedString()
      if let name = output.name {
        text += #"","name":""#
        text += name
      }
      text += #"","routingKey":""#
      text += output.routingKey
      text += #"","type":""#
      text += output.type
      text += #""}"#
    }
    text += "]"
    return text
  }
}

extension Output {
  /// True if its names are written in JSON as they are.
  fileprivate var isPlain: Bool { routingKey.isPlain && type.isPlain && name?.isPlain != false }
}

extension String {
  fileprivate var isPlain: Bool {
    utf8.allSatisfy { byte in
      (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
  }
}
