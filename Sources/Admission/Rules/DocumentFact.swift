/// The result of checking one attached document.
public enum DocumentFact: Sendable, Equatable, CustomStringConvertible {
  /// The document is what it claims to be.
  case good
  /// The file is absent or damaged, or its size, hash or type is not what the form says.
  case unreadable
  /// An intact picture, sent as the photo; the edition says which sizes are accepted.
  case picture(PictureSize)
  /// An intact file that was sent as the photo, but is a PDF or a picture without a stated size.
  case noPicture
  /// The document was not read, because no rule looks at it.
  case notOpened

  /// The fact, in words for a clerk.
  public var description: String {
    switch self {
    case .good: "good"
    case .unreadable: "unreadable"
    case .picture(let size): "a picture of \(size.width)×\(size.height) px"
    case .noPicture: "no picture"
    case .notOpened: "not opened"
    }
  }
}
