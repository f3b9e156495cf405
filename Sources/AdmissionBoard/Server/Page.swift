/// What stands between the board's frame.
struct Page: Sendable {
  /// Without anything personal: browsers keep it.
  let title: String
  /// Where in the navigation it is; nil if nowhere.
  let place: Place?
  /// The template's name.
  let template: String
  let model: any Sendable
  /// The frame's template.
  var layout = "layout"
  var language = BoardLanguage.en
  /// False leaves out the heading, if the page has its own.
  var hasHeading = true

  /// A page that the navigation leads to.
  enum Place: String, Sendable, CaseIterable {
    case now, charts, parked, search, overdue, schools, books, rules, workers, actions

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
      }
    }

    var permission: Permission { self == .actions ? .audit : .look }
  }
}
