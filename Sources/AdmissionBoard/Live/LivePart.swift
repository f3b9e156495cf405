/// The inside of an element of a page, as it is now.
struct LivePart: Sendable, Equatable {
  /// The element's id.
  let id: String
  let html: String

  init(_ id: String, _ html: String) {
    self.id = id
    self.html = html
  }
}
