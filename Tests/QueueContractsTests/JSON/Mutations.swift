import Foundation

@testable import QueueContracts

/// Makes random changes to the bytes of a text; the same seed makes the same changes.
struct Mutations {
  var random: SplitMix64

  /// Fragments that bodies seldom contain, and that different readers treat differently.
  private static let fragments: [[UInt8]] =
    [
      "null", "true", "1.0", "1e2", "-0", "0.1", "1e400", "1e-400", "99999999999999999999", "9007199254740993", "\"\"",
      "{}", "[]", "[[]]", #""\u0041""#, #""\ud83c\udf93""#, #""\ud800""#, #""\udc00x""#, #""\u0000""#, #""\\u0000""#,
      #""\/""#, "\"\u{E9}\"", "\"e\u{301}\"", "\"\u{212A}\"", #"{"a":1,"a":2}"#, #"{"\u0061":1,"a":2}"#, ",", ":", "\"",
      "\\", "\n", "\u{FEFF}", " ",
    ].map { Array($0.utf8) } + [[0x00], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xD0]]

  /// The text with one or two places changed.
  mutating func mutated(_ text: Data) -> Data {
    var bytes = Array(text)
    for _ in 0...Int.random(in: 0...1, using: &random) {
      let place = Int.random(in: bytes.indices, using: &random)
      switch Int.random(in: 0...5, using: &random) {
      case 0: bytes.remove(at: place)
      case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 2: bytes.insert(text.randomElement(using: &random)!, at: place)
      case 3: bytes.insert(contentsOf: Self.fragments.randomElement(using: &random)!, at: place)
      default: replaceValue(near: place, in: &bytes)
      }
    }
    return Data(bytes)
  }

  /// Replaces the text between a colon and the next comma or bracket by a fragment.
  private mutating func replaceValue(near place: Int, in bytes: inout [UInt8]) {
    guard let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")),
      let end = bytes[colon...].firstIndex(where: { ",}]{[".utf8.contains($0) })
    else { return }
    bytes.replaceSubrange((colon + 1)..<end, with: Self.fragments.randomElement(using: &random)!)
  }

  /// A random text of characters from several ranges of Unicode.
  mutating func text() -> String {
    let ranges: [ClosedRange<UInt32>] = [0...0x1F, 0x20...0x7E, 0x7F...0x4FF, 0x2000...0x2100, 0x1F300...0x1F400]
    let length = Int.random(in: 0...20, using: &random)
    return String(
      String.UnicodeScalarView(
        (0..<length).compactMap { _ in
          Unicode.Scalar(UInt32.random(in: ranges.randomElement(using: &random)!, using: &random))
        }))
  }

  mutating func probe(depth: Int = 0) -> Probe {
    var probe = Probe()
    func some<Value>(_ value: Value) -> Value? { Bool.random(using: &random) ? value : nil }
    probe.text = some(text())
    probe.flag = some(Bool.random(using: &random))
    probe.int = some(Int(truncatingIfNeeded: random.next() >> UInt64.random(in: 0...63, using: &random)))
    probe.double = some(finite(Double(bitPattern: random.next())))
    probe.float = some(finite(Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))))
    probe.small = some(Int8(truncatingIfNeeded: random.next()))
    probe.long = some(Int64(bitPattern: random.next()))
    probe.octet = some(random.next())
    probe.data = some(
      Data((0..<Int.random(in: 0...7, using: &random)).map { _ in UInt8(truncatingIfNeeded: random.next()) }))
    probe.texts = some([text(), nil, text()])
    probe.ints = some([0, -1, Int(truncatingIfNeeded: random.next())])
    probe.doubles = some([0.1, -0.0, 1e21, 1e-7, 100, Double(Int32(truncatingIfNeeded: random.next())) / 1000])
    probe.named = some([text(): 1, text() + "a": 2, "b\"\\\n": 3])
    probe.numbered = some([10: text(), 9: text(), -1: ""])
    probe.choice = some(Bool.random(using: &random) ? .none : .some(first: 1, second: some(text())))
    if depth < 2 { probe.list = some([self.probe(depth: depth + 1), self.probe(depth: depth + 1)]) }
    return probe
  }

  private func finite<Number: BinaryFloatingPoint>(_ number: Number) -> Number { number.isFinite ? number : 1.5 }
}
