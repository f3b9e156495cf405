import Foundation
import Testing

@testable import QueueContracts

struct UUIDDigitsTests {
  private static let text = "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11"

  @Test("A UUID is read in upper or lower case, and written in lower case")
  func spelling() {
    #expect(ApplicationID(Self.text)?.description == Self.text)
    #expect(ApplicationID(Self.text.uppercased())?.description == Self.text)
    var random = SplitMix64(seed: 11)
    for _ in 0..<100 {
      let id = ApplicationID(uuid: UUID(version5: "\(random.next())", namespace: UUID(digits: Self.text)!))
      #expect(id.description == id.uuid.uuidString.lowercased())
      #expect(ApplicationID(id.uuid.uuidString) == id)
    }
  }

  @Test("A UUID with a sign, a blank or another character in place of a digit is refused")
  func otherCharacters() {
    for place in Self.text.utf8.indices {
      for other in ["+", "-", " ", "\t", "g", "x", "\u{0}", ":", "é"] where Self.text[place...].first != other.first {
        var text = Self.text
        text.replaceSubrange(place...place, with: other)
        #expect(ApplicationID(text) == nil, "\(text)")
      }
    }
  }

  @Test(
    "A text of a wrong length, or with missing or misplaced hyphens, is not a UUID",
    arguments: [
      "", "8f0c3d9e3b0a4c569d0e5a3a3f1f7c11", "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c1", "{\(text)}", "\(text) ",
      "\(text)0",
      "8f0c3d9e3-b0a-4c56-9d0e-5a3a3f1f7c11",
    ])
  func otherShapes(text: String) { #expect(MessageID(text) == nil) }
}
