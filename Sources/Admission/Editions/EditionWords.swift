public import QueueContracts

/// The parts of the citizens' texts that change with the edition: names of documents, contacts, appeal, dates.
///
/// An operator can change them in a rules file, without a new release. Each text is in Kazakh, Russian and English, and
/// is checked when the file is read.
public struct EditionWords: Sendable, Equatable {
  /// The name of each kind of document, with the number of its official form: a phrase that can follow a colon.
  public let documents: [DocumentKind: LocalizedText]
  /// The brief name of a kind of document, for a text that would be too long with the whole name.
  ///
  /// A kind of document whose name is brief enough is left out.
  public let briefDocuments: [DocumentKind: LocalizedText]
  /// The issuer of each kind of document: a phrase that can follow a colon.
  ///
  /// A kind of document that nobody issues, such as a photo, is left out.
  public let issuers: [DocumentKind: LocalizedText]
  /// The contacts for questions about the portal, in sentences.
  public let contacts: LocalizedText
  /// The way to object to a refusal, and the time limit, in sentences.
  public let appeal: LocalizedText
  /// The dates that the texts of the service history mention.
  public let dates: EditionDates

  /// Creates the words of an edition.
  public init(
    documents: [DocumentKind: LocalizedText], briefDocuments: [DocumentKind: LocalizedText] = [:],
    issuers: [DocumentKind: LocalizedText], contacts: LocalizedText, appeal: LocalizedText, dates: EditionDates
  ) {
    self.documents = documents
    self.briefDocuments = briefDocuments
    self.issuers = issuers
    self.contacts = contacts
    self.appeal = appeal
    self.dates = dates
  }

  /// The name of a kind of document; it is never missing, because a rules file must name every kind.
  public func name(of kind: DocumentKind) -> LocalizedText {
    guard let name = documents[kind] else { preconditionFailure("an edition names every kind of document") }
    return name
  }

  /// The brief name of a kind of document, or its name if it has no brief name.
  public func briefName(of kind: DocumentKind) -> LocalizedText { briefDocuments[kind] ?? name(of: kind) }
}

/// The dates that the texts of the service history mention and that no rule reads.
public struct EditionDates: Sendable, Equatable {
  /// The sentence that says when the school's enrolment order comes; nil if the texts give no date.
  public let enrolmentOrder: LocalizedText?

  /// Creates the dates.
  public init(enrolmentOrder: LocalizedText?) { self.enrolmentOrder = enrolmentOrder }
}
