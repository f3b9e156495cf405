extension String {
  /// The text that stands in place of personal data.
  package static let mask = "••••"

  /// The mask and the last four characters of the text, by which two people can be told apart on the telephone.
  ///
  /// A text of at most eight characters is masked wholly.
  package var masked: String { Self.mask + (count > 8 ? suffix(4) : "") }

  /// The text, in which each number that looks like an IIN is masked; for reasons that are kept or logged.
  package var withoutTwelveDigits: String { replacing(/[0-9]{12}/, with: "…") }
}
