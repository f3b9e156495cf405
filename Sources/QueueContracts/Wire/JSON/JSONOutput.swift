internal import Foundation

/// A JSON text that is being written, and the containers that are open in it.
///
/// Types encode their members in an order of their own. Each member is written at the end of the text. When an object
/// ends, its members are sorted. A value is written into the container that was opened last. A container ends when the
/// container around it is written to again.
struct JSONOutput {
  /// An open object or list, or a value whose kind is not known yet.
  private struct Frame {
    /// A number that no other frame has: it distinguishes a frame that has ended from a later one at the same depth.
    let id: Int
    var kind = Kind.empty
    /// The index of the object's first member among the members of all open objects.
    var first = 0
    /// The number of members or elements so far.
    var count = 0
  }

  private enum Kind { case empty, object, list, scalar }

  private var text = JSONBuffer()
  private var frames: [Frame] = []
  /// The members of all open objects; those of the innermost object come last.
  private var members = JSONMembers()
  private var lastID = 0

  var bytes: [UInt8] { text.bytes }

  init() { frames.reserveCapacity(8) }

  /// Opens a frame for a value whose kind is not known yet.
  mutating func openFrame() -> (depth: Int, id: Int) {
    lastID += 1
    frames.append(Frame(id: lastID))
    return (frames.count - 1, lastID)
  }

  mutating func openObject(_ encoder: JSONValueEncoder) { open(.object, "{", encoder) }
  mutating func openList(_ encoder: JSONValueEncoder) { open(.list, "[", encoder) }

  private mutating func open(_ kind: Kind, _ bracket: Unicode.Scalar, _ encoder: JSONValueEncoder) {
    settle(encoder)
    guard frames[encoder.depth].kind != kind else { return }
    precondition(frames[encoder.depth].kind == .empty, "a value was encoded as two things")
    frames[encoder.depth].kind = kind
    frames[encoder.depth].first = members.count
    text.append(UInt8(ascii: bracket))
  }

  /// Ends all objects and lists that were opened inside of the encoder's value.
  private mutating func settle(_ encoder: JSONValueEncoder) {
    precondition(
      encoder.depth < frames.count && frames[encoder.depth].id == encoder.id, "a container was used after its end")
    close(downTo: encoder.depth + 1)
  }

  /// Ends the open containers whose depth is at least `depth`.
  mutating func close(downTo depth: Int) {
    while frames.count > depth {
      let frame = frames.removeLast()
      switch frame.kind {
      case .object:
        members.sort(from: frame.first, in: &text)
        text.append(UInt8(ascii: "}"))
      case .list: text.append(UInt8(ascii: "]"))
      case .empty: text.append(ascii: "{}")
      case .scalar: break
      }
    }
  }

  // MARK: - Writing in a frame

  /// Writes a key and its colon; the value must follow.
  mutating func begin(_ key: String, in encoder: JSONValueEncoder) {
    settle(encoder)
    if frames[encoder.depth].count > 0 { text.append(UInt8(ascii: ",")) }
    frames[encoder.depth].count += 1
    members.append(key, to: &text)
  }

  /// Begins an element of a list.
  mutating func beginElement(in encoder: JSONValueEncoder) {
    settle(encoder)
    if frames[encoder.depth].count > 0 { text.append(UInt8(ascii: ",")) }
    frames[encoder.depth].count += 1
  }

  /// Begins a value that is a scalar.
  mutating func beginScalar(in encoder: JSONValueEncoder) {
    settle(encoder)
    precondition(frames[encoder.depth].kind == .empty, "a value was encoded twice")
    frames[encoder.depth].kind = .scalar
  }

  func count(of encoder: JSONValueEncoder) -> Int { frames[encoder.depth].count }

  mutating func writeNull() { text.append(ascii: "null") }
  mutating func write(_ value: Bool) { text.append(ascii: value ? "true" : "false") }
  mutating func write(_ value: Data) { text.append(base64: value) }
  mutating func write(_ value: String) { text.append(quoted: value) }
  mutating func write(integer value: some FixedWidthInteger) { text.append(ascii: String(value)) }

  mutating func write(number value: some BinaryFloatingPoint & CustomStringConvertible & Encodable) throws {
    guard value.isFinite else {
      throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: "expected a finite number"))
    }
    let written = value.description
    text.append(ascii: written.hasSuffix(".0") ? String(written.dropLast(2)) : written)
  }
}
