import Mustache

/// The templates, which are read once at the start.
struct Templates: Sendable {
  private let library: MustacheLibrary

  /// The templates by the name that pages and other templates use.
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
      "application": PackageResources.application_mustache,
      "timeline": PackageResources.timeline_mustache,
      "books": PackageResources.books_mustache,
      "overdue": PackageResources.overdue_mustache,
      "parked": PackageResources.parked_mustache,
      "parked-group": PackageResources.parked_group_mustache,
      "parked-message": PackageResources.parked_message_mustache,
      "parked-rehearsal": PackageResources.parked_rehearsal_mustache,
      "parked-receipt": PackageResources.parked_receipt_mustache,
      "parked-receipt-body": PackageResources.parked_receipt_body_mustache,
      "rules": PackageResources.rules_mustache,
      "sandbox": PackageResources.sandbox_mustache,
      "schools": PackageResources.schools_mustache,
      "search": PackageResources.search_mustache,
      "workers": PackageResources.workers_mustache,
      "family-document": PackageResources.family_document_mustache,
      "family-error": PackageResources.family_error_mustache,
      "family-field": PackageResources.family_field_mustache,
      "family-form": PackageResources.family_form_mustache,
      "family-history": PackageResources.family_history_mustache,
      "family-layout": PackageResources.family_layout_mustache,
      "family-services": PackageResources.family_services_mustache,
      "family-sign": PackageResources.family_sign_mustache,
      "family-start": PackageResources.family_start_mustache,
      "family-stories": PackageResources.family_stories_mustache,
      "family-summary": PackageResources.family_summary_mustache,
      "family-trouble": PackageResources.family_trouble_mustache,
      "family-withdraw": PackageResources.family_withdraw_mustache,
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
