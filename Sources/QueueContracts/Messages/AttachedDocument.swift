/// A document in the document store that a form refers to (contract 4.2).
///
/// Its fields are the applicant's claims; intake checks them.
public struct AttachedDocument: WireElement, PersonalData {
  /// The number of documents that one form can have at most.
  public static let mostInAList = 32

  /// The kind of the document, which decides the clause that asks for it.
  public var kind: DocumentKind
  /// The key in the document store, as written.
  @Bounded<DocumentKey> public var reference: String
  /// The name of the file as the citizen's device had it; nil if it is unknown.
  @BoundedOrNull<AsWritten> public var fileName: String?
  /// The media type as written; any but PDF, JPEG and PNG makes the document unreadable.
  @Bounded<AsWritten> public var mediaType: String
  /// The declared size, in bytes.
  @Within<Sizes> public var size: Int
  /// The declared SHA-256 as written; a correct one has 64 lower-case hexadecimal digits.
  @Bounded<AsWritten> public var sha256: String

  /// Creates a reference to a document in the store.
  public init(
    kind: DocumentKind, reference: String, fileName: String? = nil, mediaType: String, size: Int, sha256: String
  ) {
    self.kind = kind
    self.reference = reference
    self.fileName = fileName
    self.mediaType = mediaType
    self.size = size
    self.sha256 = sha256
  }
}
