import QueueContracts

/// The service history: each application with its entries and with what the family can do about it.
struct HistoryModel: Sendable {
  struct Message: Sendable {
    let id: String
    let title: String
    let iso: String
    let time: String
    let blocks: [LetterBlock]
  }

  struct Story: Sendable {
    let id: String
    let number: String
    let service: String
    let child: String
    let hasChild: Bool
    let stage: String
    /// The stage's name in the stylesheet, which sets the colour of the stage.
    let stageName: String
    let next: String
    let sent: String
    let messages: [Message]
    let hasMessages: Bool
    let withdrawal: String?
    let withdrawalPath: String
    let again: String?
    let application: String
  }

  let t: [String: String]
  let stories: [Story]
  let isEmpty: Bool
  let isUnavailable: Bool
  /// The sentence by which a screen reader announces the latest entry; empty if there is none.
  let news: String
  let latest: String

  /// Combines the applications with the entries about them.
  ///
  /// - Parameters:
  ///   - kept: the applications that this page has sent.
  ///   - entries: the entries of the service history; nil if the store does not answer.
  ///   - words: the texts of the pages.
  ///   - language: the language of the page.
  init(kept: [KeptApplication], entries: [HistoryEntry]?, _ words: FamilyTexts, _ language: Language) {
    t = words.all(in: language)
    let all = ApplicationStory.all(kept: kept, entries: entries ?? [])
    stories = all.map { Self.story($0, words, language) }
    isEmpty = stories.isEmpty && entries != nil
    isUnavailable = entries == nil
    let latest = all.flatMap(\.entries).max { $0.postedAt < $1.postedAt }
    self.latest = latest.map { "\($0.entryId)" } ?? ""
    news = latest.map { words("historyNews", language, ["title": $0.title[language]]) } ?? ""
  }

  private static func story(_ story: ApplicationStory, _ words: FamilyTexts, _ language: Language) -> Story {
    let (stage, number) = (story.stage, story.number.text)
    let child = story.kept.map { "\($0.draft[.childGivenName]) \($0.draft[.childFamilyName])" } ?? ""
    return Story(
      id: "application-\(story.id)", number: words("applicationNumber", language, ["number": number]),
      service: words("service.\(story.service.rawValue)", language), child: child, hasChild: !child.isEmpty,
      stage: words("stage.\(stage.rawValue)", language), stageName: stage.rawValue,
      next: words("next.\(stage.rawValue)", language),
      sent: story.kept.map { words("applicationSent", language, ["time": $0.submittedAt.shown]) } ?? "",
      messages: story.entries.reversed().map { message($0, language) }, hasMessages: !story.entries.isEmpty,
      withdrawal: story.canWithdraw ? words(stage == .positive ? "giveBack" : "withdraw", language) : nil,
      withdrawalPath: "/family/withdraw/\(story.id)",
      again: story.canApplyAgain ? words("applyAgain", language) : nil, application: "\(story.id)")
  }

  private static func message(_ entry: HistoryEntry, _ language: Language) -> Message {
    Message(
      id: "message-\(entry.entryId)", title: entry.title[language], iso: "\(entry.occurredAt)",
      time: entry.occurredAt.shown, blocks: LetterBlock.blocks(of: entry.text[language]))
  }
}

extension Timestamp {
  /// The time as `15.04.2026, 09:00`, in Kazakhstan's time.
  fileprivate var shown: String {
    let text = description
    let day = text.prefix(10).split(separator: "-").reversed().joined(separator: ".")
    return "\(day), \(text.dropFirst(11).prefix(5))"
  }
}

/// The page that asks whether the family really wants to withdraw.
struct WithdrawModel: Sendable {
  let path: String
  let number: String
  let text: String
  let yes: String
}
