import QueueContracts

/// A page: its title, its template and the template's model.
struct Page: Sendable {
  /// The title, without personal data, because browsers remember it.
  let title: String
  /// The page's place in the navigation; nil if it has none.
  let place: Place?
  /// The template's name.
  let template: String
  let model: any Sendable
  /// The name of the template around the page.
  var layout = "layout"
  var language = Language.en
  /// False if the page has its own heading, so that the layout shows none.
  var hasHeading = true

  /// A page that the navigation leads to.
  enum Place: String, Sendable, CaseIterable {
    case now, charts, parked, search, overdue, schools, books, rules, workers, actions, sandbox

    var path: String { self == .now ? "/" : "/\(rawValue)" }

    var label: String {
      switch self {
      case .now: "Now"
      case .charts: "Over time"
      case .parked: "Parked"
      case .search: "Find"
      case .overdue: "Overdue"
      case .schools: "Schools"
      case .books: "Books"
      case .rules: "Rules"
      case .workers: "Workers"
      case .actions: "Actions"
      case .sandbox: "Sandbox"
      }
    }

    var permission: Permission { self == .actions ? .audit : .look }
  }
}
