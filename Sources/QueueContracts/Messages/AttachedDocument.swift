/// A document in the document store that a form refers to (contract 4.2).
///
/// All of it is claimed, and judged later.
public struct AttachedDocument: WireElement, PersonalData {
  /// In one form.
  public static let mostInAList = 32

  public var kind: DocumentKind
  /// The key in the document store, as written.
  @Bounded<DocumentKey> public var reference: String
  @BoundedOrNull<AsWritten> public var fileName: String?
  /// Free text here: a type that is none of PDF, JPEG and PNG makes the document unreadable.
  @Bounded<AsWritten> public var mediaType: String
  /// In bytes.
  @Within<Sizes> public var size: Int
  /// As written; lower-case hex where it is right.
  @Bounded<AsWritten> public var sha256: String

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
