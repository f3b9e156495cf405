extension String {
  /// Stands for what names a person.
  static let mask = "••••"

  /// The last four digits, enough to tell two people apart on the telephone; nothing of what is as short as that.
  var masked: String { Self.mask + (count > 8 ? suffix(4) : "") }
}
