/// A document in the document store that a form refers to (contract 4.2).
///
/// All of it is claimed, and judged later.
public struct AttachedDocument: Codable, Sendable, Equatable, PersonalData {
  public var kind: DocumentKind
  /// The key in the document store, as written.
  public var reference: String
  @Nullable public var fileName: String?
  /// Free text here: a type that is none of PDF, JPEG and PNG makes the document unreadable.
  public var mediaType: String
  /// In bytes.
  @Within<Sizes> public var size: Int
  /// As written; lower-case hex where it is right.
  public var sha256: String

  public init(
    kind: DocumentKind, reference: String, fileName: String? = nil, mediaType: String, size: Int, sha256: String
  ) {
    (self.kind, self.reference, self.mediaType, self.sha256) = (kind, reference, mediaType, sha256)
    self.fileName = fileName
    self.size = size
  }
}
