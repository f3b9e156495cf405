package import QueueContracts

extension Grounds {
  /// A stand-in for the IIN of any person other than the applicant.
  ///
  /// The recorded grounds do not hold the IINs of such people.
  private static let somebodyElse = "others"

  /// The application as the rules of an edition see it.
  ///
  /// People, papers and days are made up. Each rule finds in them what it found in the real application.
  ///
  /// - Parameters:
  ///   - record: the application in the register.
  ///   - edition: the edition that the submission is judged by.
  /// - Returns: a submission that gives the same findings as the real one.
  public func submission(of record: ApplicationRecord, by edition: RulesEdition) -> Submission {
    Submission(form: form(of: record), facts: facts(of: record), edition: edition, submittedAt: record.submittedAt)
  }

  /// The reasons that TransferWorker's rules find; none if the form is not for a transfer.
  ///
  /// Every edition gives the same reasons.
  package var transferReasons: [Reason] {
    transfer.map { transfer in
      let papers = transfer.details(school: "", child: Self.somebodyElse)
      var form = blankForm(service: .transfer, language: .kk, school: "", applicant: "", child: Self.somebodyElse)
      form.transfer = papers
      return TransferRules.reasons(form)
    } ?? []
  }

  private func form(of record: ApplicationRecord) -> ApplicationForm {
    var form = blankForm(
      service: record.service, language: record.language, school: record.school.bin, applicant: record.applicantIin,
      child: record.childIin)
    form.transfer = transfer?.details(school: record.school.bin, child: record.childIin)
    return form
  }

  private func blankForm(
    service: Service, language: Language, school: String, applicant: String, child: String
  ) -> ApplicationForm {
    ApplicationForm(
      service: service, language: language,
      applicant: Applicant(iin: applicant, familyName: "", givenName: "", relation: relation),
      child: Child(iin: child, familyName: "", givenName: "", birthDate: Self.day(of: birthYear)),
      school: SchoolReference(bin: school), grade: grade, instructionLanguage: "", statusCategories: categories,
      consentToDataAccess: consent,
      documents: documents.map {
        AttachedDocument(kind: $0.kind, reference: "", mediaType: "", size: $0.size, sha256: "")
      })
  }

  private func facts(of record: ApplicationRecord) -> Facts {
    var facts = Facts(documents: documents.map(\.fact))
    facts.signature =
      switch signature {
      case .genuine: .genuine
      case .invalid: .invalid
      case .otherSigner: .otherSigner
      }
    for answer in answers {
      let named = answer.content == .namesApplicant ? record.applicantIin : Self.somebodyElse
      switch answer.register {
      case .civilRegistration:
        let parents = answer.content == .namesNobody ? [] : [named]
        let birthDate = Self.day(of: answer.birthYear ?? birthYear)
        facts.civilRegistration = answer.lookup(CivilRecord(parents: parents, birthDate: birthDate))
      case .guardianship: facts.guardianship = answer.lookup(GuardianRecord(guardian: named))
      case .socialAssistance: facts.socialAssistance = answer.lookup(true)
      case .unemployment: facts.unemployment = answer.lookup(true)
      }
      facts.times.registers[answer.register] = answer.time
    }
    facts.times.documents = documentsReadAt
    return facts
  }

  /// The first day of a year; the rules look only at the year of a date of birth.
  private static func day(of year: Int) -> CivilDate {
    CivilDate(year: year, month: 1, day: 1) ?? CivilDate(dayNumber: 0)
  }
}

extension Grounds.Answer {
  fileprivate func lookup<Record>(_ record: Record) -> Lookup<Record> {
    switch content {
    case .notFound: .notFound
    case .unavailable: .unavailable
    case .found, .namesApplicant, .namesOthers, .namesNobody: .found(record)
    }
  }
}

extension Grounds.Transfer {
  /// Makes up papers that give the same findings as the real papers.
  fileprivate func details(school: String, child: String) -> TransferDetails {
    let fromSchool = isSameSchool ? school : "another than \(school)"
    let real = identityType == .identityCard ? "000000000" : "0"
    return TransferDetails(
      fromSchool: SchoolReference(bin: fromSchool),
      identityDocument: IdentityDocument(type: identityType, number: identityCanBeReal ? real : ""),
      deregistrationSlip: DeregistrationSlip(
        number: "", issuedOn: CivilDate(dayNumber: 0), childIin: slipNamesChild ? child : "another than \(child)",
        fromSchoolBin: slipNamesSchool ? fromSchool : "another than \(fromSchool)", grade: slipGrade))
  }
}
