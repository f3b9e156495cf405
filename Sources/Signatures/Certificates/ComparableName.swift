import Foundation
import SwiftASN1
import X509

/// A distinguished name that is compared as RFC 5280, 7.1, asks: string type, case and white space make no difference.
struct ComparableName: Hashable, Sendable {
  /// A text for the name; different names have different texts.
  ///
  /// Control characters separate the parts, because a folded text contains none.
  let text: String

  init(_ name: DistinguishedName) {
    text = name.map { part in part.map(Self.text).sorted().joined(separator: "\u{1}") }.joined(separator: "\u{2}")
  }

  private static func text(_ attribute: RelativeDistinguishedName.Attribute) -> String {
    guard let value = String(attribute.value) else {
      // A value of a string type that authorities no longer use is compared by its encoding.
      var serializer = DER.Serializer()
      try? serializer.serialize(ASN1Any(attribute.value))
      return "\(attribute.type)\u{3}\(serializer.serializedBytes)"
    }
    return "\(attribute.type)\u{4}\(value.foldedAsName)"
  }
}

extension DistinguishedName {
  /// Tells whether two names are the same, even if they are written differently.
  func isSame(as other: DistinguishedName) -> Bool {
    self == other || ComparableName(self) == ComparableName(other)
  }
}

extension String {
  /// The text prepared for comparing (RFC 4518).
  ///
  /// Characters that Unicode counts as compatible become the same character, letters become lower-case, and a run of
  /// white space becomes one space. Invisible characters are left out.
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
