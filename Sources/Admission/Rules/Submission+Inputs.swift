import QueueContracts

// Inputs of intake's rules that come from the form and the signature.
extension RuleInput where Matter == Submission {
  static var signature: Self { Self("signature") { "\($0.facts.signature)" } }
  static var consent: Self { Self("consent") { "\($0.form.consentToDataAccess)" } }
  static var service: Self { Self("service") { $0.form.service.rawValue } }
  static var grade: Self { Self("grade") { "\($0.form.grade)" } }
  static var submittedAt: Self { Self("submitted") { $0.submittedAt.description } }
  static var relation: Self { Self("relation") { $0.form.applicant.relation.rawValue } }
  static var statusCategories: Self { Self(list: "categories") { $0.form.statusCategories.map(\.rawValue) } }
  static var applicantIin: Self { Self("applicant's IIN", personal: true) { $0.form.applicant.iin } }
  static var childIin: Self { Self("child's IIN", personal: true) { $0.form.child.iin } }
  /// The child's year of birth: rules need no more of the date, and a year alone identifies nobody.
  static var birthDate: Self { Self("child's year of birth") { "\($0.birthDate.year)" } }
}

// Inputs that come from the edition.
extension RuleInput where Matter == Submission {
  static var window: Self {
    Self("window") { "\($0.firstGradeWindow.lowerBound) to \($0.firstGradeWindow.upperBound)" }
  }
  static var firstGradeAge: Self { Self("age") { "\($0.edition.firstGradeAge)" } }
  static var photoFormat: Self { Self("format of the photo") { "\($0.edition.photo)" } }
  static var attachmentBytes: Self { Self("limit in bytes") { "\($0.edition.attachmentBytes)" } }
}

// Inputs that come from the documents and registers.
extension RuleInput where Matter == Submission {
  static var askedKinds: Self {
    Self(list: "asked for") { submission in
      submission.askedKinds.map { asked in
        asked.kind.rawValue + (asked.replacedBy.map { " (unless in \($0.rawValue))" } ?? "")
      }
    }
  }
  static var attachedKinds: Self { Self(list: "attached") { $0.form.documents.map(\.kind.rawValue) } }
  static var documentSizes: Self { Self(list: "sizes in bytes") { $0.form.documents.map { "\($0.size)" } } }
  static var documentFacts: Self {
    Self(list: "documents") { submission in
      let facts = submission.facts.documents
      return submission.form.documents.enumerated().map { index, document in
        "\(document.kind.rawValue): " + (facts.indices.contains(index) ? "\(facts[index])" : "not opened")
      }
    }
  }
  static func register(_ register: Register) -> Self {
    Self(register.rawValue) { submission in
      switch submission.facts.answer(of: register) {
      case .notAsked: "not asked"
      case .found: "found"
      case .notFound: "not found"
      case .unavailable: "unavailable"
      }
    }
  }
  static var parents: Self {
    Self(list: "parents in the register", personal: true) { $0.facts.civilRegistration.record?.parents ?? [] }
  }
  static var guardian: Self {
    Self(list: "guardian in the register", personal: true) { submission in
      submission.facts.guardianship.record.map { [$0.guardian] } ?? []
    }
  }
}
