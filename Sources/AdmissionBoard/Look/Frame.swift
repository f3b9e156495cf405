import QueueContracts
import WorkerStore

/// The values that the layout shows around a page, and that the page's templates may use.
struct Frame: Sendable {
  struct Link: Sendable {
    let path: String
    let label: String
    let isCurrent: Bool
  }

  let lang: String
  let title: String
  let hasHeading: Bool
  let links: [Link]
  let userName: String?
  let userRole: String?
  let maySignOut: Bool
  let flash: String?
  let isFlashBad: Bool
  let csrf: String
  let mayAct: Bool
  let mayUnmask: Bool
  let template: String
  let stylesheet: String
  let script: String
  let page: any Sendable

  init(_ page: Page, visitor: Visitor, token: String, flash: Flash?, isProxied: Bool, isSandbox: Bool = false) {
    lang = page.language.rawValue
    title = page.title
    hasHeading = page.hasHeading
    template = page.template
    self.page = page.model
    csrf = token
    self.flash = flash?.text
    isFlashBad = flash?.isBad ?? false
    stylesheet = StaticFile.stylesheet.path
    script = StaticFile.script.path
    var role: BoardRole?
    if case .staff(let user) = visitor {
      role = user.role
      userName = user.name
    } else {
      userName = nil
    }
    userRole = role?.rawValue
    maySignOut = role != nil && !isProxied
    mayAct = role?.may(.act) ?? false
    mayUnmask = role?.may(.unmask) ?? false
    links = Page.Place.allCases.filter { place in
      (place != .sandbox || isSandbox) && role?.may(place.permission) == true
    }.map { Link(path: $0.path, label: $0.label, isCurrent: $0 == page.place) }
  }
}
