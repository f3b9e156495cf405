import Admission
import Operations
import QueueContracts

/// One application; personal data are masked unless a user has given a reason to see them.
struct ApplicationModel: Sendable {
  /// A parked message of the application.
  struct Parked: Sendable {
    let messagePath: String?
    let words: String
  }

  let applicationId: String
  let isPersonal: Bool
  let facts: [Fact]
  let parked: [Parked]
  let hasParked: Bool
  let gap: String?
  let events: [TimelineRow]
  let judgement: JudgementModel?
  let noJudgement: String?
  let letters: [LetterModel]
  let hasLetters: Bool

  init(
    _ known: Whereabouts, judgement: Result<Explanation, OperationFailure>, letters: [HistoryEntry],
    parked: [ParkedItem], gap: String?, isPersonal: Bool
  ) {
    applicationId = known.applicationId.description
    self.isPersonal = isPersonal
    facts = known.facts(isPersonal)
    self.parked = parked.map { item in
      Parked(
        messagePath: item.key.map { "/parked/messages/\(item.parked.queue)/\($0)" },
        words: "\(item.listing.type ?? "A message") of \(item.parked.queue): \(item.parked.reason)")
    }
    hasParked = !parked.isEmpty
    self.gap = gap
    events = known.timeline.map(TimelineRow.init)
    switch judgement {
    case .success(let explanation):
      self.judgement = JudgementModel(explanation)
      noJudgement = nil
    case .failure(let failure):
      self.judgement = nil
      noJudgement = failure.sentence
    }
    self.letters = letters.map { LetterModel($0, isPersonal: isPersonal) }
    hasLetters = !letters.isEmpty
  }
}

extension Whereabouts {
  fileprivate func facts(_ isPersonal: Bool) -> [Fact] {
    let child = [childIin, childName].compactMap { $0 }.joined(separator: " ")
    let facts: [Fact?] = [
      Fact("Number", number?.text), Fact("Id", applicationId.description), Fact("Service", service?.rawValue),
      Fact("State", state), Fact("Submitted", submittedAt.map { Moment($0).text }),
      Fact("Received", receivedAt.map { Moment($0).text }), Fact("Due by", dueBy.map { Moment($0).text }),
      Fact("Ended", endedAt.map { Moment($0).text }), Fact("School", school?.bin),
      Fact("Arrival", arrival.map(String.init)), Fact("Duplicate of", duplicateOf?.text),
      Fact("Conflicts with", conflictsWith?.text),
      Fact("Slip", slip.map { "\($0.number) of school \($0.fromSchool.bin), \($0.isFree ? "free again" : "in use")" }),
      Fact("Applicant", applicantIin), Fact("Child", child),
    ]
    return facts.compactMap { $0 }
  }
}

/// The judgement of the application, rule by rule.
struct JudgementModel: Sendable {
  struct Rule: Sendable {
    let code: String
    let clauses: String
    let condition: String
    let inputs: [Fact]
    let holds: Bool
    let found: [String]

    init(_ rule: ExplainedRule) {
      code = rule.code
      clauses = rule.clauses.map(\.rawValue).joined(separator: ", ")
      condition = rule.condition
      inputs = rule.inputs.map {
        Fact(name: $0.name, text: $0.values.isEmpty ? "none" : $0.values.joined(separator: ", "))
      }
      holds = rule.holds
      found = rule.found
    }
  }

  let edition: String
  let judgedAt: Moment?
  let outcome: String
  let isRefused: Bool
  let reasons: [String]
  let looked: String?
  let rules: [Rule]

  init(_ explanation: Explanation) {
    edition = explanation.edition
    judgedAt = explanation.recorded.map { Moment($0.judgedAt) }
    outcome = explanation.outcome.rawValue
    isRefused = explanation.outcome == .refused
    reasons = explanation.reasons.map { "\($0.short): \(explanation.words(for: $0))" }
    looked = explanation.recorded?.words
    // A rule that holds is a reason for a refusal, so these rules come first.
    rules = explanation.rules.filter(\.holds).map(Rule.init) + explanation.rules.filter { !$0.holds }.map(Rule.init)
  }
}

/// An entry of the service history, as the family received it.
struct LetterModel: Sendable {
  struct Text: Sendable {
    let lang: String
    let language: String
    let heading: String
    let letter: String
    let short: String?

    init(_ entry: HistoryEntry, _ language: Language) {
      lang = language.rawValue
      self.language =
        switch language {
        case .kk: "Қазақша"
        case .ru: "Русский"
        case .en: "English"
        }
      heading = entry.title[language]
      letter = entry.text[language]
      short = entry.short?[language]
    }
  }

  let step: String
  let standing: String
  let sentAt: Moment
  let codes: String
  /// The entry's texts in Kazakh, Russian and English; empty if they are masked.
  let texts: [Text]
  let length: Int
  let isMasked: Bool

  init(_ entry: HistoryEntry, isPersonal: Bool) {
    step = "\(entry.step)"
    standing = entry.status.rawValue + (entry.resolution.map { ", \($0.rawValue)" } ?? "")
    sentAt = Moment(entry.postedAt)
    codes = entry.reasons.map { $0.short(personal: isPersonal) }.joined(separator: ", ")
    length = entry.text.kk.count
    isMasked = !isPersonal
    texts = isPersonal ? Language.allCases.map { Text(entry, $0) } : []
  }
}
