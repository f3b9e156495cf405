import QueueContracts

extension String {
  /// The text that stands in place of personal data.
  package static let mask = "••••"

  /// The mask and the last four characters of the text, which suffice to tell two people apart on the telephone.
  ///
  /// A text of at most eight characters is masked wholly.
  package var masked: String { Self.mask + (count > 8 ? suffix(4) : "") }

  /// The text if it is a BIN, which names no person, or if personal data is asked for; otherwise a mask.
  ///
  /// A citizen may have written anything in place of a BIN.
  package func shownAsBIN(personal: Bool = false) -> String { personal || BIN(self) != nil ? self : .mask }

  /// The text with “…” in place of every twelve digits in a row, because they may be an IIN.
  package var withoutTwelveDigits: String { replacing(/[0-9]{12}/, with: "…") }
}
