import Foundation

/// A type that asks its decoder for a value of every kind that a decoder can give.
struct Probe: Codable, Equatable {
  var text: String?
  var flag: Bool?
  var int: Int?
  var double: Double?
  var float: Float?
  var small: Int8?
  var short: Int16?
  var medium: Int32?
  var long: Int64?
  var word: UInt?
  var byte: UInt8?
  var pair: UInt16?
  var quad: UInt32?
  var octet: UInt64?
  var data: Data?
  var list: [Probe]?
  var texts: [String?]?
  var ints: [Int]?
  var doubles: [Double]?
  var flags: [Bool]?
  var named: [String: Int]?
  var numbered: [Int: String]?
  var choice: Choice?

  enum Choice: Codable, Equatable {
    case none
    case some(first: Int, second: String?)
  }
}

/// A type that uses its encoder in ways that synthesised code never does.
struct OddProbe: Encodable {
  enum Key: String, CodingKey { case zulu, alpha, mike, list, same }

  let text: String

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(text, forKey: .zulu)
    var nested = values.nestedContainer(keyedBy: Key.self, forKey: .mike)
    try nested.encode(1, forKey: .zulu)
    try nested.encode([text], forKey: .alpha)
    var list = values.nestedUnkeyedContainer(forKey: .list)
    try list.encode(text)
    var inner = list.nestedContainer(keyedBy: Key.self)
    try inner.encode(true, forKey: .same)
    var last = list.nestedUnkeyedContainer()
    try last.encodeNil()
    try list.encode(Data(text.utf8))
    try values.encode(1, forKey: .same)
    try values.encode(text, forKey: .same)
    var again = encoder.container(keyedBy: Key.self)
    try again.encodeNil(forKey: .alpha)
    try text.encode(to: values.superEncoder())
  }
}
