import QueueContracts

extension Letter {
  /// The length of two SMS in Cyrillic, in UTF-16 units.
  static let mostShortUnits = 134

  /// The letter in one or two sentences, for SMS and push notifications.
  ///
  /// If the short letter is too long, the date or deadline after its first sentence is left out, because the whole
  /// letter has it. If that is not enough, the child's name is cut.
  var short: String {
    let whole = wholeShort
    if whole.utf16.count <= Self.mostShortUnits { return whole }
    let key = TextKey.short(news, service)
    let room = Self.mostShortUnits - say(key, [.about: ""]).utf16.count
    return say(key, [.about: about.cut(toUnits: room)])
  }

  /// The short letter with its date or deadline and the uncut name.
  var wholeShort: String {
    ([say(.short(news, service), [.about: about])] + shortAdditions).joined(separator: " ")
  }

  private var shortAdditions: [String] {
    switch news {
    case .accepted, .checked, .received:
      guard shape.deadline == .ahead else { return [] }
      return values.due.map { [say(.shortDue, [.due: $0])] } ?? []
    case .refused, .refusedBySchool:
      guard case .until = shape.newApplication, shape.canMend else { return [] }
      return [say(.shortUntil, [.to: reasonWords.rules[.to] ?? ""])]
    case .late, .delayed, .enrolled, .withdrawn, .givenBack, .ended: return []
    }
  }

  /// The subject of the short letter: the child's name, or the application's number if the name is not known.
  ///
  /// A number is never so long that it would be cut.
  private var about: String { values.child ?? "№ \(values.number)" }
}

extension String {
  /// The beginning of the text, with an ellipsis if it is cut.
  fileprivate func cut(toUnits units: Int) -> String {
    guard utf16.count > units else { return self }
    var beginning = self
    while beginning.utf16.count > max(units - 1, 0) { beginning.removeLast() }
    return beginning + "…"
  }
}
