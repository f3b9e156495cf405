import QueueContracts

/// The rules of an edition for the first grade.
struct FirstGradeRules {
  let window: ClosedRange<MonthDay>
  let age: Int
  let regions: [RegionWindow]
}

extension RulesFileNode {
  func firstGrade() -> FirstGradeRules? {
    guard let fields = fields(["from", "to", "age"], optional: ["regions"]) else { return nil }
    let (window, age) = (window(fields), fields["age"]?.integer(1...18))
    let regions = fields["regions"].map { $0.regions() } ?? []
    guard let window, let age, let regions else { return nil }
    return FirstGradeRules(window: window, age: age, regions: regions)
  }

  private func window(_ fields: [String: RulesFileNode]) -> ClosedRange<MonthDay>? {
    guard let from = fields["from"]?.monthDay(), let to = fields["to"]?.monthDay() else { return nil }
    guard from <= to else {
      note("the window ends before it begins; a window lies within one calendar year")
      return nil
    }
    return from...to
  }

  private func regions() -> [RegionWindow]? {
    guard let nodes = elements() else { return nil }
    var (names, taken): (Set<String>, Set<String>) = ([], [])
    let regions = nodes.compactMap { node -> RegionWindow? in
      guard let region = node.region() else { return nil }
      if !names.insert(region.name).inserted { node.note("another region has this name") }
      // If two regions named the same beginning of a BIN, nobody could tell which region's window a school has.
      for bin in region.bins where !taken.insert(bin).inserted { node.note("another region has \(bin)") }
      return region
    }
    return regions.count == nodes.count ? regions : nil
  }

  private func region() -> RegionWindow? {
    guard let fields = fields(["name", "bins", "from", "to"]) else { return nil }
    let name = fields["name"]?.text("a name") { $0.isEmpty ? nil : $0 }
    let bins = fields["bins"]?.set { $0.binBeginning() }
    guard let name, let bins, let window = window(fields) else { return nil }
    guard !bins.isEmpty else {
      note("expected at least one BIN or its beginning")
      return nil
    }
    return RegionWindow(name: name, bins: bins, days: window)
  }

  private func binBeginning() -> String? {
    text("a BIN or its beginning, 1 to 12 digits") { text in
      (1...12).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) } ? text : nil
    }
  }
}
