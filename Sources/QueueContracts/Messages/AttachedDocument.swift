/// A document in the document store that a form refers to (contract 4.2).
///
/// Its fields are the applicant's claims; intake checks them.
public struct AttachedDocument: WireElement, PersonalData {
  /// The greatest number of documents in one form.
  public static let mostInAList = 32

  /// The kind of the document; the kind decides which clause asks for the document.
  public var kind: DocumentKind
  /// The key in the document store, as written.
  @Bounded<DocumentKey> public var reference: String
  /// The file's name on the citizen's device; nil if it is unknown.
  @BoundedOrNull<AsWritten> public var fileName: String?
  /// The media type as written; a type other than PDF, JPEG and PNG makes the document unreadable.
  @Bounded<AsWritten> public var mediaType: String
  /// The declared size, in bytes.
  @ByteCount public var size: Int
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
