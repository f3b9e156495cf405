internal import Foundation

/// Finds the character U+0000 in the texts of a body.
///
/// PostgreSQL cannot store that character, so a body that contains the character could never be handled.
enum NulCharacter {
  /// The path of a value's first text with U+0000; nil if no text has that character.
  ///
  /// The value was decoded from the body, and is encoded again for the search. So the search does not see texts under
  /// unknown keys, which workers ignore.
  static func path(in value: some Encodable) -> [any CodingKey]? {
    let tree = try? JSONSerialization.jsonObject(with: WireCodec.encode(value), options: .fragmentsAllowed)
    return tree.flatMap(path(in:))
  }

  private static func path(in tree: Any) -> [any CodingKey]? {
    switch tree {
    case let text as String:
      return text.utf8.contains(0) ? [] : nil
    case let object as [String: Any]:
      // A signature may contain the character: the application is then refused, because its signature is not valid
      // (contract, section 1).
      for (key, value) in object.sorted(by: { $0.key < $1.key }) where key != "signature" {
        if let rest = path(in: value) { return [key.codingKey] + rest }
      }
      return nil
    case let list as [Any]:
      for (index, value) in list.enumerated() {
        if let rest = path(in: value) { return [index.codingKey] + rest }
      }
      return nil
    default:
      return nil
    }
  }
}
