import Mustache

/// The templates, read once.
struct Templates: Sendable {
  private let library: MustacheLibrary

  /// By name, which a page and another template call them by.
  private static var files: [String: [UInt8]] {
    [
      "layout": PackageResources.layout_mustache,
      "csrf": PackageResources.csrf_mustache,
      "reason": PackageResources.reason_mustache,
      "moment": PackageResources.moment_mustache,
      "error": PackageResources.error_mustache,
      "sign-in": PackageResources.sign_in_mustache,
      "now": PackageResources.now_mustache,
      "now-figures": PackageResources.now_figures_mustache,
      "now-flow": PackageResources.now_flow_mustache,
      "now-health": PackageResources.now_health_mustache,
      "now-problems": PackageResources.now_problems_mustache,
      "charts": PackageResources.charts_mustache,
      "actions": PackageResources.actions_mustache,
    ]
  }

  /// - Throws: if a template cannot be read.
  init() throws {
    library = MustacheLibrary(
      templates: try Self.files.mapValues { try MustacheTemplate(string: String(decoding: $0, as: UTF8.self)) })
  }

  func render(_ name: String, _ model: any Sendable) -> String {
    guard let text = library.render(model, withTemplate: name) else {
      preconditionFailure("there is no template \(name)")
    }
    return text
  }
}
