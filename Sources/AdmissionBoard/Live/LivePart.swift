/// The current content of an element of a page.
struct LivePart: Sendable, Equatable {
  /// The element's id.
  let id: String
  let html: String

  init(_ id: String, _ html: String) {
    self.id = id
    self.html = html
  }
}
