import Admission
import QueueContracts

/// All facts of an update that decide how its letter (the text of its entry) is built.
///
/// If two updates have the same shape, their letters differ only in the ``LetterValues`` that are filled in. There are
/// few shapes, so each letter is built once (``ComposedLetters``).
struct LetterShape: Hashable, Sendable {
  /// The name of the edition whose numbers and words are used.
  let edition: String
  /// The window for applications to the school's first grade, by ``edition``.
  let window: ClosedRange<MonthDay>
  let news: News
  let newApplication: NewApplication
  let service: Service
  let isFirstGrade: Bool
  let namesChild: Bool
  /// The deadline for the answer; nil if the update has none.
  let deadline: Deadline?
  /// The school's entry in the directory; nil if there is none.
  let school: KnownSchool?
  let reasons: [StatedReason]
  let namesFirstApplication: Bool
  /// True if the school's decision replaces an earlier one of the same school.
  let replacesDecision: Bool

  /// The deadline for the answer, as the family sees it at the time of the update.
  enum Deadline: Hashable, Sendable {
    case ahead, passed
  }

  /// The facts that the directory has about a school, without the name, telephone and address themselves.
  struct KnownSchool: Hashable, Sendable {
    let hasName: InEachLanguage<Bool>
    let hasPhone: Bool
    let hasAddress: Bool
    let isSpecial: Bool

    init(_ school: School) {
      hasName = InEachLanguage { !school.name[$0].isEmpty }
      hasPhone = school.phone != nil
      hasAddress = school.address != nil
      isSpecial = school.isSpecial
    }
  }

  /// Takes the shape of an update by the edition in force when the update was made.
  ///
  /// The windows of that edition decide on which days the family may apply again.
  init(_ update: ProcessingUpdated, _ context: LetterContext, by edition: RulesEdition) {
    let window = edition.firstGradeWindow(of: update.school.bin)
    let reasons = update.reasons.map(StatedReason.init)
    self.edition = edition.name
    self.window = window
    self.reasons = reasons
    news = News(update, context)
    newApplication = NewApplication(after: update, reasons, window: window)
    service = update.service
    isFirstGrade = update.grade == 1
    namesChild = update.childName != nil
    deadline = update.dueBy.map { update.occurredAt > $0 ? .passed : .ahead }
    school = context.school.map(KnownSchool.init)
    namesFirstApplication = context.duplicateOf != nil
    replacesDecision = context.replacesDecision && [.enrolled, .refusedBySchool].contains(news)
  }

  /// True if a family that mends the listed reasons may apply again on the day of the update.
  var canMend: Bool { newApplication.isOpen && !mustWait }

  /// True if the family applied outside the first grade's window, and nothing else is wrong.
  var isOnlyOutsideWindow: Bool {
    !reasons.isEmpty && reasons.allSatisfy { $0.standardCode == .windowClosed }
  }

  /// True if a new application would be refused again today, even if the family has mended everything.
  private var mustWait: Bool {
    reasons.contains { reason in
      // The window may have opened between the submission and the answer.
      reason.standardCode?.mustWait == true && !(reason.standardCode == .windowClosed && newApplication.isOpen)
    }
  }
}

/// A reason without the school's own words.
struct StatedReason: Hashable, Sendable {
  /// The languages of a school's own words.
  enum OwnWords: Hashable, Sendable {
    case inAllLanguages, withoutEnglish
  }

  let code: String
  let subject: String?
  let clause: String?
  /// The languages of the school's own words; nil if the school wrote none.
  let ownWords: OwnWords?
  /// The code, if the reason's words come from this module.
  ///
  /// The code is nil if the school wrote words of its own, or if version 1 of the contract does not have the code.
  let standardCode: ReasonCode?

  init(_ reason: Reason) {
    code = reason.code
    subject = reason.subject
    clause = reason.clause
    ownWords = reason.text.map { $0.en == nil ? .withoutEnglish : .inAllLanguages }
    standardCode = reason.text == nil ? reason.known : nil
  }
}
