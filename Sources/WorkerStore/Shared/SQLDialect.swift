/// The SQL of one of the two databases, for queries that are written once for both.
enum SQLDialect {
  case sqlite, postgres

  /// The SQL expression for the parameter at this place, from 1, which is a number.
  func number(_ number: Int) -> String { self == .sqlite ? "?\(number)" : "$\(number)::bigint" }

  /// The SQL expression for the time of a school's first decision, in milliseconds since 1970.
  ///
  /// The value is null if the column `decisions` is null, that is, if the school has not decided or an older release
  /// stored its decision.
  var firstDecisionTime: String {
    switch self {
    case .sqlite:
      "CAST(round((julianday(json_extract(decisions, '$[0].decidedAt')) - 2440587.5) * 86400000) AS INTEGER)"
    case .postgres: "(extract(epoch FROM (decisions::json -> 0 ->> 'decidedAt')::timestamptz) * 1000)::bigint"
    }
  }
}
