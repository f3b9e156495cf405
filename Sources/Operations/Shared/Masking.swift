extension String {
  /// Stands for what names a person.
  package static let mask = "••••"

  /// The last four digits, enough to tell two people apart on the telephone; nothing of what is as short as that.
  package var masked: String { Self.mask + (count > 8 ? suffix(4) : "") }

  /// Without what looks like an IIN, for reasons that are kept or logged.
  package var withoutTwelveDigits: String { replacing(/[0-9]{12}/, with: "…") }
}
