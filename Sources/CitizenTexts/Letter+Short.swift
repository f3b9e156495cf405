import QueueContracts

extension Letter {
  /// Two SMS in Cyrillic, in UTF-16 units.
  static let mostShortUnits = 134

  /// The letter in a sentence or two, for SMS and push.
  var short: String {
    let key = TextKey.short(situation, update.service)
    var additions: [String] = []
    switch situation {
    case .accepted, .checked, .received: additions = update.dueBy.map { [say(.shortDue, [.due: moment($0)])] } ?? []
    case .refused, .refusedBySchool:
      if case .until = newApplication, canMend { additions = [say(.shortUntil, [.to: reasonWords.rules[.to] ?? ""])] }
    case .late, .delayed, .enrolled, .withdrawn, .givenBack, .ended: break
    }
    // A number is never cut; only a name is, and what can be read in the letter goes first.
    let about = update.childName ?? "№ \(update.number.text)"
    let whole = ([say(key, [.about: about])] + additions).joined(separator: " ")
    if whole.utf16.count <= Self.mostShortUnits { return whole }
    let room = Self.mostShortUnits - say(key, [.about: ""]).utf16.count
    return say(key, [.about: about.cut(toUnits: room)])
  }
}

extension String {
  /// Its beginning, with an ellipsis if it is cut.
  fileprivate func cut(toUnits units: Int) -> String {
    guard utf16.count > units else { return self }
    var beginning = self
    while beginning.utf16.count > max(units - 1, 0) { beginning.removeLast() }
    return beginning + "…"
  }
}
