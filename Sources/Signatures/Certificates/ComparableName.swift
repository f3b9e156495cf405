import Foundation
import SwiftASN1
import X509

/// A distinguished name as RFC 5280, 7.1, compares it: in whatever string type, case and white space it is written.
struct ComparableName: Hashable, Sendable {
  /// A text for the name; unlike names have unlike texts.
  ///
  /// Control characters separate its parts, because no folded text has any.
  let text: String

  init(_ name: DistinguishedName) {
    text = name.map { part in part.map(Self.text).sorted().joined(separator: "\u{1}") }.joined(separator: "\u{2}")
  }

  private static func text(_ attribute: RelativeDistinguishedName.Attribute) -> String {
    guard let value = String(attribute.value) else {
      // A string type that authorities do not use nowadays is compared by its encoding.
      var serializer = DER.Serializer()
      try? serializer.serialize(ASN1Any(attribute.value))
      return "\(attribute.type)\u{3}\(serializer.serializedBytes)"
    }
    return "\(attribute.type)\u{4}\(value.foldedAsName)"
  }
}

extension DistinguishedName {
  /// Tells whether the two names are one, however each is written.
  func isSame(as other: DistinguishedName) -> Bool {
    self == other || ComparableName(self) == ComparableName(other)
  }
}

extension String {
  /// The text prepared for comparing (RFC 4518).
  ///
  /// Compatible characters, case and white space are folded; characters that are not shown are left out.
  var foldedAsName: String {
    let bytes = utf8
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
      let folded = precomposedStringWithCompatibilityMapping.lowercased().uppercased().lowercased()
      return folded.precomposedStringWithCompatibilityMapping.withoutInvisibles.withSingleSpaces
    }
    return lowercased().withSingleSpaces
  }

  private var withSingleSpaces: String { split(separator: " ").joined(separator: " ") }

  private var withoutInvisibles: String {
    var scalars = UnicodeScalarView()
    for scalar in unicodeScalars where !scalar.properties.isDefaultIgnorableCodePoint {
      switch scalar.properties.generalCategory {
      case .spaceSeparator, .lineSeparator, .paragraphSeparator: scalars.append(" ")
      case .control: if scalar.properties.isWhitespace { scalars.append(" ") }
      default: scalars.append(scalar)
      }
    }
    return String(scalars)
  }
}
