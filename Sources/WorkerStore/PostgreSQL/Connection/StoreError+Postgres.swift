import PostgresClient
import WorkerRuntime

extension StoreError {
  /// Translates PostgreSQL's error: `rejected` if a message of the batch is to blame, otherwise `unavailable`.
  ///
  /// The error's text holds no value of a row, because rows hold personal data.
  init(_ error: PostgresError) {
    switch error.state?.prefix(2) {
    // Impossible data, a broken constraint, or a row that is too large: a message of the batch causes it.
    case "22", "23", "54": self = .rejected(error.description)
    default: self = .unavailable(Self.meaning(of: error).map { "\($0) (\(error))" } ?? error.description)
    }
  }

  private static func meaning(of error: PostgresError) -> String? {
    switch error.state {
    case nil: nil
    case "57014", "55P03": "a statement has taken too long"
    case "40P01", "40001": "conflicts with other transactions came too often"
    case "42501": "the database user lacks a right"
    case "42P01", "42703": "a table or column is missing; run: admissionctl store migrate"
    case "53100": "the database's disk is full"
    case "25006": "the database is read-only"
    default: "PostgreSQL failed"
    }
  }
}
