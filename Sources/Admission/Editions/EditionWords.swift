public import QueueContracts

/// The words of an edition: what the law renames, and what an office may want to say otherwise without a release.
///
/// In Kazakh, Russian and English each, checked when the file is read.
public struct EditionWords: Sendable, Equatable {
  /// What each kind of document is called, its form's number included: a phrase that can follow a colon.
  public let documents: [DocumentKind: LocalizedText]
  /// Who issues a document, in a phrase that can follow a colon; a kind that nobody issues, such as a photo, has none.
  public let whereToGet: [DocumentKind: LocalizedText]
  /// Whom to ask about the portal, in sentences.
  public let contacts: LocalizedText
  /// How a refused family objects, and by when, in sentences.
  public let appeal: LocalizedText
  public let dates: EditionDates

  public init(
    documents: [DocumentKind: LocalizedText], whereToGet: [DocumentKind: LocalizedText], contacts: LocalizedText,
    appeal: LocalizedText, dates: EditionDates
  ) {
    self.documents = documents
    self.whereToGet = whereToGet
    self.contacts = contacts
    self.appeal = appeal
    self.dates = dates
  }

  /// What a document is called; a file without a name for each kind is refused.
  public func name(of kind: DocumentKind) -> LocalizedText {
    guard let name = documents[kind] else { preconditionFailure("an edition names every kind of document") }
    return name
  }
}

/// Dates that only letters tell, and no rule reads.
public struct EditionDates: Sendable, Equatable {
  /// When the order of enrolment in the first grade comes, in a sentence; nil if a letter gives no date.
  public let enrolmentOrder: LocalizedText?

  public init(enrolmentOrder: LocalizedText?) { self.enrolmentOrder = enrolmentOrder }
}
