import QueueContracts

/// The page with the families that a visitor can sign in as.
struct StartModel: Sendable {
  struct Group: Sendable {
    let title: String
    let families: [Entry]
  }

  struct Entry: Sendable {
    let id: String
    let name: String
    let situation: String
    let child: String
    let service: String
  }

  let groups: [Group]

  init(_ citizens: [Citizen], _ words: FamilyTexts, _ language: Language) {
    let known = Set(FamilyTexts.situations)
    let parts = [
      ("startGroupSmooth", FamilyTexts.smooth), ("startGroupMend", FamilyTexts.toMend),
      ("startGroupAnswer", FamilyTexts.judgedByWorkers + citizens.map(\.id).filter { !known.contains($0) }),
    ]
    groups = parts.map { title, ids in
      Group(
        title: words(title, language),
        families: citizens.filter { ids.contains($0.id) }.map { Self.entry($0, words, language) })
    }.filter { !$0.families.isEmpty }
  }

  private static func entry(_ citizen: Citizen, _ words: FamilyTexts, _ language: Language) -> Entry {
    let (form, key) = (citizen.form, "situation.\(citizen.id)")
    return Entry(
      id: citizen.id, name: "\(form.applicant.givenName) \(form.applicant.familyName)",
      situation: words.has(key) ? words(key, language) : citizen.id,
      child: words(
        "startChild", language,
        ["name": "\(form.child.givenName) \(form.child.familyName)", "year": "\(form.child.birthDate.year)"]),
      service: words("service.\(form.service.rawValue)", language))
  }
}

/// The page with the services that a family can apply for.
struct ServicesModel: Sendable {
  struct Choice: Sendable {
    let path: String
    let name: String
    let about: String
  }

  let choices: [Choice]

  init(_ words: FamilyTexts, _ language: Language) {
    choices = Service.allCases.map { service in
      Choice(
        path: "/family/apply/\(service.rawValue)", name: words("service.\(service.rawValue)", language),
        about: words("serviceAbout.\(service.rawValue)", language))
    }
  }
}
