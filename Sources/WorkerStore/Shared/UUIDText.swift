import Foundation

/// UUIDs as texts in lower case, by a table: the stores write several for each message.
enum UUIDText {
  static let length = 36

  /// - Parameter text: as long as such a text.
  static func write(_ uuid: UUID, to text: UnsafeMutableBufferPointer<UInt8>) {
    unsafe withUnsafeBytes(of: uuid.uuid) { bytes in
      var place = 0
      for number in 0..<16 {
        if number == 4 || number == 6 || number == 8 || number == 10 {
          unsafe text[place] = UInt8(ascii: "-")
          place += 1
        }
        let byte = unsafe bytes[number]
        unsafe text[place] = digit(byte >> 4)
        unsafe text[place + 1] = digit(byte & 15)
        place += 2
      }
    }
  }

  private static func digit(_ number: UInt8) -> UInt8 {
    number < 10 ? UInt8(ascii: "0") + number : UInt8(ascii: "a") - 10 + number
  }
}
