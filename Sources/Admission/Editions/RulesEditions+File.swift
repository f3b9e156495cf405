import QueueContracts

extension RulesEditions {
  /// Reads and checks a rules file (`RULES_FILE`); `editions.json` beside this source is an example.
  ///
  /// - Throws: ``RulesFileError`` with everything that is wrong with the file, by line and key.
  public init(json: some Sequence<UInt8>) throws(RulesFileError) { try self.init(json: json, base: .builtIn) }

  /// Reads and checks a rules file; a base edition gives what the file leaves out.
  ///
  /// - Parameters:
  ///   - json: the file.
  ///   - base: the edition that gives what the file leaves out; nil for the built-in file, which must give everything.
  /// - Throws: ``RulesFileError`` with everything that is wrong with the file, by line and key.
  init(json: some Sequence<UInt8>, base: RulesEdition?) throws(RulesFileError) {
    let notes = RulesFileNode.Notes()
    let root: LocatedJSON
    do throws(RulesFileProblem) { root = try LocatedJSON(json) } catch { throw RulesFileError(problems: [error]) }
    let editions = RulesFileNode(json: root, key: "", notes: notes).editions(base: base)
    guard notes.problems.isEmpty, let editions else {
      throw RulesFileError(
        problems: notes.problems.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
          .map(\.element))
    }
    all = editions
  }
}

extension RulesFileNode {
  fileprivate func editions(base: RulesEdition?) -> [RulesEdition]? {
    let keys = ["editions", "calendar"]
    guard let fields = base == nil ? fields(keys) : fields(["editions"], optional: ["calendar"]) else { return nil }
    let calendar = fields["calendar"].map { $0.calendar(base: base?.calendar) } ?? base?.calendar
    guard let nodes = fields["editions"]?.elements() else { return nil }
    guard !nodes.isEmpty else {
      fields["editions"]?.note("expected at least one edition")
      return nil
    }
    var (names, before): (Set<String>, CivilDate?) = ([], nil)
    let editions = nodes.enumerated().compactMap { index, node -> RulesEdition? in
      guard let edition = node.edition(isFirst: index == 0, base: base, calendar: calendar) else { return nil }
      if !names.insert(edition.name).inserted { node.note("another edition has this name") }
      if let day = edition.validFrom {
        if let before, day <= before { node.note("expected a validFrom after that of the edition before it") }
        before = day
      }
      return edition
    }
    return editions.count == nodes.count ? editions : nil
  }

  private func edition(isFirst: Bool, base: RulesEdition?, calendar: WorkingCalendar?) -> RulesEdition? {
    let required = ["name", "firstGrade", "services", "attachmentBytes"] + (base == nil ? ["photo", "words"] : [])
    // The first edition has no first day, so every application falls into an edition.
    guard
      let fields = fields(
        isFirst ? required : required + ["validFrom"], optional: ["pieces", "alternatives", "photo", "words"])
    else { return nil }
    let name = fields["name"]?.text("a name") { $0.isEmpty ? nil : $0 }
    let validFrom = isFirst ? nil : fields["validFrom"]?.text("a date such as 2027-01-01") { CivilDate($0) }
    let firstGrade = fields["firstGrade"]?.firstGrade()
    let services = fields["services"]?.services()
    let pieces = fields["pieces"]?.byKind { $0.integer(1...10) } ?? [:]
    let alternatives = fields["alternatives"]?.byKind { $0.set { $0.kind() } } ?? [:]
    let bytes = fields["attachmentBytes"]?.integer(1...67_108_864)
    let photo = fields["photo"].map { $0.photo() } ?? base?.photo
    let words = fields["words"].map { $0.words(base: base?.words) } ?? base?.words
    guard let name, let firstGrade, let services, let bytes, let photo, let words, let calendar else { return nil }
    return RulesEdition(
      name: name, validFrom: validFrom, firstGradeWindow: firstGrade.window, regions: firstGrade.regions,
      firstGradeAge: firstGrade.age, requiredKinds: services.mapValues(\.documents), pieces: pieces,
      alternatives: alternatives, answerWorkingDays: services.mapValues(\.days), attachmentBytes: bytes, photo: photo,
      words: words, calendar: calendar)
  }

  private func services() -> [Service: (documents: [DocumentKind], days: Int)]? {
    guard let fields = fields(Service.allCases.map(\.rawValue)) else { return nil }
    var services: [Service: (documents: [DocumentKind], days: Int)] = [:]
    for service in Service.allCases {
      guard let entry = fields[service.rawValue]?.fields(["documents", "answerWorkingDays"]) else { continue }
      let documents = entry["documents"]?.set { $0.kind() }
      guard let documents, let days = entry["answerWorkingDays"]?.integer(1...365) else { continue }
      services[service] = (documents, days)
    }
    return services.count == Service.allCases.count ? services : nil
  }

  private func photo() -> PhotoFormat? {
    let keys = ["ratioWidth", "ratioHeight", "tolerancePercent", "leastWidth", "leastHeight", "greatestSide"]
    guard let fields = fields(keys) else { return nil }
    let width = fields["ratioWidth"]?.integer(1...100)
    let height = fields["ratioHeight"]?.integer(1...100)
    let tolerance = fields["tolerancePercent"]?.integer(0...99)
    let leastWidth = fields["leastWidth"]?.integer(1...10_000)
    let leastHeight = fields["leastHeight"]?.integer(1...10_000)
    let greatest = fields["greatestSide"]?.integer(10_000...100_000)
    guard let width, let height, let tolerance, let leastWidth, let leastHeight, let greatest else { return nil }
    return PhotoFormat(
      ratioWidth: width, ratioHeight: height, tolerancePercent: tolerance, leastWidth: leastWidth,
      leastHeight: leastHeight, greatestSide: greatest)
  }

  func byKind<Value>(_ read: (RulesFileNode) -> Value?) -> [DocumentKind: Value]? {
    guard let entries = entries() else { return nil }
    var values: [DocumentKind: Value] = [:]
    for (name, node) in entries {
      guard let kind = DocumentKind(rawValue: name) else {
        node.note("expected a kind of document such as photo")
        continue
      }
      values[kind] = read(node)
    }
    return values
  }
}
