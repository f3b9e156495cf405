/// The members of the objects that are being written; when an object ends, its members are sorted.
struct JSONMembers {
  private struct Member {
    /// The place of the key's opening quote.
    let start: Int
    /// The place of the key's closing quote.
    let keyEnd: Int
    /// True if the key is written without an escape.
    let isPlain: Bool
  }

  private var members: [Member] = []
  /// The text of an object's members in the right order, before it replaces the unsorted text.
  private var sorted: [UInt8] = []

  var count: Int { members.count }

  init() { members.reserveCapacity(32) }

  /// Writes a member's key and the colon after it.
  mutating func append(_ key: String, to text: inout JSONBuffer) {
    let start = text.bytes.count
    let isPlain = text.append(quoted: key)
    members.append(Member(start: start, keyEnd: text.bytes.count - 1, isPlain: isPlain))
    text.append(UInt8(ascii: ":"))
  }

  /// Sorts the text of the innermost object's members by the bytes of their keys, and forgets these members.
  ///
  /// - Parameters:
  ///   - first: the index of the object's first member.
  ///   - text: the text, which ends with the object's last member.
  mutating func sort(from first: Int, in text: inout JSONBuffer) {
    defer { members.removeLast(members.count - first) }
    guard first < members.count, !isSorted(from: first, text.bytes) else { return }
    let order = (first..<members.count).sorted { left, right in
      // If a key was encoded twice, the later value counts; it is sorted before the earlier value.
      precedes(left, right, text.bytes) || (!precedes(right, left, text.bytes) && left > right)
    }
    let end = text.bytes.count
    sorted.removeAll(keepingCapacity: true)
    var last: Int?
    for member in order {
      defer { last = member }
      if let last {
        guard precedes(last, member, text.bytes) else { continue }
        sorted.append(UInt8(ascii: ","))
      }
      // Up to the comma before the next member.
      let stop = member + 1 < members.count ? members[member + 1].start - 1 : end
      sorted.append(contentsOf: text.bytes[members[member].start..<stop])
    }
    text.replaceLast(end - members[first].start, with: sorted)
  }

  private func isSorted(from first: Int, _ bytes: [UInt8]) -> Bool {
    for member in members.indices[first...].dropFirst() where !precedes(member - 1, member, bytes) { return false }
    return true
  }

  /// Tells whether the left member's key comes first; the keys are compared by their bytes without escapes.
  private func precedes(_ left: Int, _ right: Int, _ bytes: [UInt8]) -> Bool {
    let (left, right) = (members[left], members[right])
    guard left.isPlain, right.isPlain else {
      return key(left, bytes).lexicographicallyPrecedes(key(right, bytes))
    }
    var (one, other) = (left.start + 1, right.start + 1)
    while one < left.keyEnd, other < right.keyEnd {
      if bytes[one] != bytes[other] { return bytes[one] < bytes[other] }
      one += 1
      other += 1
    }
    return left.keyEnd - left.start < right.keyEnd - right.start
  }

  private func key(_ member: Member, _ bytes: [UInt8]) -> [UInt8] {
    let token = JSONToken(
      kind: .key, hasEscapes: !member.isPlain, start: UInt32(member.start + 1), end: UInt32(member.keyEnd), next: 0)
    return Array(JSONText.repairedText(of: token, in: bytes).utf8)
  }
}
