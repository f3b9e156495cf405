import Logging
import QueueContracts
import Signatures
import WorkerBase

/// Logs the trusted certificates, keys and revocation lists, at the start and at every change.
///
/// Whoever can change the files with these certificates, keys and lists decides which signatures are genuine, so each
/// change is logged.
struct TrustLog {
  let logger: Logger

  /// Writes a line for each trusted item at the start, and later for each item that was added or removed.
  ///
  /// - Parameters:
  ///   - key: the setting that names the file.
  ///   - before: the items so far; nil at the start.
  ///   - now: the items now.
  func tell(_ key: String, from before: [TrustItem]?, to now: [TrustItem]) {
    guard let before else { return now.forEach { tell("Trusted", .info, key, $0) } }
    for item in now where !before.contains(item) { tell("Trusted from now on", .notice, key, item) }
    for item in before where !now.contains(item) { tell("No longer trusted", .notice, key, item) }
  }

  private func tell(_ message: Logger.Message, _ level: Logger.Level, _ key: String, _ item: TrustItem) {
    var metadata: Logger.Metadata = [LogKey.detail: "\(key)", LogKey.sha256: "\(item.fingerprint)"]
    if !item.name.isEmpty { metadata[LogKey.subject] = "\(item.name)" }
    if let from = item.from { metadata[LogKey.validFrom] = "\(from)" }
    if let until = item.until { metadata[LogKey.validUntil] = "\(until)" }
    logger.log(level: level, message, metadata: metadata)
  }

  /// Warns of trusted issuers without a revocation list, because a revoked certificate of theirs is not noticed.
  func tell(unlisted issuers: [String]) {
    TrustMetrics.issuersWithoutList(issuers.count)
    for issuer in issuers {
      logger.warning("No revocation list is configured for an issuer", metadata: [LogKey.subject: "\(issuer)"])
    }
  }

  /// Reports a file with a revocation list that no trusted issuer has signed.
  func tell(refused problem: TrustProblem) {
    TrustMetrics.file("EDS_CRLS", isUsable: false)
    logger.error(
      "A file cannot be used; its last good content still counts",
      metadata: [LogKey.detail: "EDS_CRLS", LogKey.reason: "\(problem.text)"])
  }
}

extension LogKey {
  static let sha256 = "sha256"
  static let subject = "subject"
  static let validFrom = "valid_from"
  static let validUntil = "valid_until"
}
