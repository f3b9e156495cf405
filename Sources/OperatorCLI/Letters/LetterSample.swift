import Admission
import CitizenTexts
import QueueContracts

/// A made-up situation, whose texts a person checks before real families get such texts.
struct LetterSample {
  /// The name of the situation, in English.
  let name: String
  let update: ProcessingUpdated
  let context: LetterContext

  /// The entry as it would stand in the service history.
  func entry(_ texts: HistoryTexts) -> HistoryEntry {
    texts.entry(
      update, id: MessageID(uuid: update.applicationId.uuid),
      postedAt: Timestamp(milliseconds: update.occurredAt.milliseconds + 207),
      context: context)
  }
}

/// The samples under one heading.
struct LetterChapter {
  let name: String
  let samples: [LetterSample]

  /// The chapters with every situation, code, document, service and step; a test checks that none of these is missing.
  static let all: [LetterChapter] =
    Service.allCases.map(onTheWay) + [schoolsWords, windows] + [reasons, documents, severalReasons]
}

// MARK: - The way of an application

extension LetterChapter {
  private static func onTheWay(_ service: Service) -> LetterChapter {
    var samples = [
      sample("received: it waits to be checked", .inProcessing, nil, .received, service),
      sample("passed the checks", .inProcessing, nil, .intake, service),
    ]
    if service == .transfer { samples.append(sample("its papers stand", .inProcessing, nil, .transfer, service)) }
    if service == .enrolment {
      let special = LetterContext(school: MadeUp.specialSchool)
      samples.append(sample("passed the checks, a special school", .inProcessing, nil, .intake, service, special))
    }
    samples += [
      sample(
        "late: the school is silent", .inProcessing, nil, .passedDeadline, service, reasons: [Reason(.deadlinePassed)]),
      sample(
        "late: no school was asked yet", .inProcessing, nil, .passedDeadline, service,
        LetterContext(school: MadeUp.school, wasSchoolAsked: false), reasons: [Reason(.deadlinePassed)]),
      sample(
        "passed the checks, after the deadline", .inProcessing, nil, .intake, service, at: "2026-04-02T19:05:00+05:00"),
      sample("the school agrees", .completed, .positive, .school, service),
      sample(
        "refused", .completed, .negative, service == .transfer ? .transfer : .intake, service, reasons: [first(service)]
      ),
      sample(
        "the school refuses", .completed, .negative, .school, service, reasons: [Reason(SchoolReason(.placesNone))]),
      sample("withdrawn", .completed, .withdrawn, .withdrawal, service),
      sample(
        "withdrawn after the school had agreed", .completed, .withdrawn, .withdrawal, service,
        LetterContext(school: MadeUp.school, hadPlace: true)),
      sample("ended without an answer", .completed, nil, .intake, service),
    ]
    return LetterChapter(name: "The way of an application: \(service.rawValue)", samples: samples)
  }

  private static func first(_ service: Service) -> Reason {
    switch service {
    case .enrolment: Reason(.documentMissing, .healthForm063)
    case .homeSchooling: Reason(.documentMissing, .medicalCommissionConclusion)
    case .transfer: Reason(.transferSlipUsed)
    }
  }

  /// A school's decisions, with and without the parts that a school may leave out.
  private static let schoolsWords = LetterChapter(
    name: "The school's word",
    samples: SchoolReasonCode.allCases.map { code in
      sample(
        "a standard reason: \(code.rawValue)", .completed, .negative, .school, .enrolment,
        reasons: [Reason(SchoolReason(code))])
    } + [
      sample(
        "its own words", .completed, .negative, .school, .enrolment, reasons: [MadeUp.ownWords(en: "We have no room.")]),
      sample(
        "its own words, none in English", .completed, .negative, .school, .enrolment,
        reasons: [MadeUp.ownWords(en: nil)]),
      sample("no reason at all", .completed, .negative, .school, .enrolment),
      sample("it agrees and adds a note", .completed, .positive, .school, .enrolment, reasons: [MadeUp.note]),
      sample("it agrees, for another grade", .completed, .positive, .school, .enrolment, grade: 5),
      sample(
        "it agrees after all, and corrects its refusal", .completed, .positive, .school, .enrolment,
        LetterContext(school: MadeUp.school, replacesDecision: true)),
      sample(
        "it refuses after all, and corrects its earlier answer", .completed, .negative, .school, .enrolment,
        LetterContext(school: MadeUp.school, replacesDecision: true), reasons: [Reason(SchoolReason(.placesNone))]),
      sample("a school that no directory names", .completed, .positive, .school, .enrolment, LetterContext()),
    ])
}

// MARK: - Refusals

extension LetterChapter {
  /// Refusals and withdrawals before, within and after the first grade's window, for another grade, and without a
  /// grade.
  private static let windows = LetterChapter(
    name: "By when to apply again",
    samples: [
      ("before the window", "2026-03-02T10:00:00+05:00", 1), ("within the window", "2026-07-31T10:00:00+05:00", 1),
      ("after the window", "2026-08-03T10:00:00+05:00", 1), ("in the fifth grade", "2026-08-03T10:00:00+05:00", 5),
      ("of an unknown grade", "2026-08-03T10:00:00+05:00", nil),
    ].flatMap { name, time, grade in
      [
        sample(
          "refused, \(name)", .completed, .negative, .intake, .enrolment, reasons: [Reason(.photoWrongFormat, .photo)],
          at: time, grade: grade),
        sample(
          "refused by the school, \(name)", .completed, .negative, .school, .enrolment,
          reasons: [Reason(SchoolReason(.placesNone))], at: time, grade: grade),
        sample("withdrawn, \(name)", .completed, .withdrawn, .withdrawal, .enrolment, at: time, grade: grade),
      ]
    } + [
      sample(
        "too early", .completed, .negative, .intake, .enrolment, reasons: [Reason(.windowClosed)],
        at: "2026-03-31T23:59:00+05:00"),
      sample(
        "too late", .completed, .negative, .intake, .enrolment, reasons: [Reason(.windowClosed)],
        at: "2026-08-02T00:01:00+05:00"),
    ])

  /// A refusal for the code of each reason.
  private static let reasons = LetterChapter(
    name: "Every reason",
    samples: ReasonCode.allCases.filter { $0 != .deadlinePassed }.flatMap { code in
      [nil, "applicant", "child", "school", "grade"].compactMap { subject -> LetterSample? in
        let reason = Reason(code, subject: subject)
        guard subject == nil || code.isAbout(subject) else { return nil }
        let isTransfer = code.rawValue.hasPrefix("transfer.")
        // A text about an invalid signature repeats nothing from the form.
        let isSigned = code != .signatureInvalid
        return sample(
          [code.rawValue, subject].compactMap(\.self).joined(separator: ", "), .completed, .negative,
          isTransfer ? .transfer : .intake, isTransfer ? .transfer : .enrolment, reasons: [reason],
          grade: isSigned ? 1 : nil, child: isSigned ? MadeUp.child : nil)
      }
    } + [
      sample(
        "application.duplicate, of an application that the reader may know", .completed, .negative, .intake, .enrolment,
        LetterContext(school: MadeUp.school, duplicateOf: ApplicationNumber("10100000000009")),
        reasons: [Reason(.applicationDuplicate)])
    ])

  /// Refusals for each kind of document, missing and unreadable.
  private static let documents = LetterChapter(
    name: "Every document",
    samples: DocumentKind.allCases.flatMap { kind in
      [ReasonCode.documentMissing, .documentUnreadable].map { code in
        let service: Service =
          switch kind {
          case .identityDocument, .deregistrationSlip: .transfer
          case .medicalCommissionConclusion: .homeSchooling
          default: .enrolment
          }
        return sample(
          "\(code.rawValue), \(kind.rawValue)", .completed, .negative, .intake, service, reasons: [Reason(code, kind)])
      }
    })

  private static let severalReasons = LetterChapter(
    name: "Several reasons at once",
    samples: [
      sample(
        "three", .completed, .negative, .intake, .enrolment,
        reasons: [
          Reason(.documentMissing, .healthForm063), Reason(.documentMissing, .healthForm026),
          Reason(.photoWrongFormat, .photo),
        ]),
      sample(
        "more than a letter would hold", .completed, .negative, .intake, .enrolment,
        reasons: [Reason(.consentMissing), Reason(.iinInvalid, subject: "child"), Reason(.documentTooLarge)]
          + DocumentKind.allCases.prefix(9).map { Reason(.documentMissing, $0) }),
    ] + tooLong)

  /// Refusals that are too long with the whole sentences of their three reasons, so brief words take their place.
  private static let tooLong: [LetterSample] = [
    [
      Reason(.documentMissing, .targetedSocialAssistanceCertificate), Reason(.documentUnreadable, .incomeStatement),
      Reason(.documentUnreadable, .collegialBodyDecision),
    ],
    [
      Reason(.documentMissing, .birthCertificate), Reason(.documentMissing, .guardianshipDecision),
      Reason(.photoWrongFormat, .photo),
    ],
    [Reason(.windowClosed), Reason(.applicantNotRepresentative), Reason(.documentUnreadable, .incomeStatement)],
    [Reason(.ageNotEligible), Reason(.applicantNotRepresentative), Reason(.documentUnreadable, .incomeStatement)],
    [
      Reason(.applicantNotRepresentative), Reason(.documentUnreadable, .incomeStatement),
      Reason(.documentUnreadable, .medicalCommissionConclusion),
    ],
  ].enumerated().map { index, reasons in
    let isHome = reasons.contains { $0.subject == DocumentKind.medicalCommissionConclusion.rawValue }
    return sample(
      "three long ones, brief, \(index + 1)", .completed, .negative, .intake, isHome ? .homeSchooling : .enrolment,
      LetterContext(school: MadeUp.longNamedSchool), reasons: reasons, at: "2026-08-03T10:00:00+05:00")
  }
}

extension ReasonCode {
  fileprivate func isAbout(_ subject: String?) -> Bool {
    switch (self, subject) {
    case (.iinInvalid, "applicant"), (.iinInvalid, "child"): true
    case (.transferSlipMismatch, "child"), (.transferSlipMismatch, "school"), (.transferSlipMismatch, "grade"): true
    default: false
    }
  }
}
