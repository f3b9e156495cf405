import Foundation
import Logging
import Signatures
import WorkerBase

/// The trusted certificates and the revocation lists, each read again when its file changes.
///
/// A list counts only if a trusted issuer has signed it, so lists are checked again when the certificates change. If a
/// file of lists fails that check, the earlier lists stay in use and still revoke the certificates that they name.
struct EDSTrust: Sendable {
  private var roots: FileMemory<TrustAnchors>
  private var lists: FileMemory<RevocationListFile>?
  private let log: TrustLog
  private var adopted: (roots: Int, lists: Int)
  private var anchors: TrustAnchors
  private var revocations = RevocationLists()
  private var told: (roots: [TrustItem], lists: [TrustItem])

  /// Reads both files for the first time.
  ///
  /// - Parameters:
  ///   - rootsPath: the file of certificates.
  ///   - listsPath: the file of revocation lists; nil if none is configured.
  ///   - logger: logs what is trusted, and what is wrong with the files.
  /// - Throws: `SettingsError` for a file that cannot be used.
  init(rootsPath: String, listsPath: String?, logger: Logger) throws(SettingsError) {
    var roots = FileMemory(path: rootsPath, what: "EDS_TRUST_ROOTS", logger: logger, role: .trust("EDS_TRUST_ROOTS")) {
      try Self.read($0) { content throws(TrustProblem) in try TrustAnchors(pem: content) }
    }
    let anchors = try Self.first(of: &roots, "EDS_TRUST_ROOTS")
    log = TrustLog(logger: logger)
    told = (anchors.items, [])
    log.tell("EDS_TRUST_ROOTS", from: nil, to: anchors.items)
    if let listsPath {
      var lists = Self.lists(path: listsPath, logger: logger)
      let file = try Self.first(of: &lists, "EDS_CRLS")
      do throws(TrustProblem) { revocations = try RevocationLists(file, of: anchors) } catch {
        throw SettingsError(key: "EDS_CRLS", file: FileProblem(error.text))
      }
      told.lists = file.items
      log.tell("EDS_CRLS", from: nil, to: file.items)
      self.lists = lists
    }
    self.roots = roots
    self.anchors = anchors
    adopted = (roots.version, lists?.version ?? 0)
    log.tell(unlisted: revocations.unlisted(of: anchors))
  }

  /// The certificates and lists of the latest usable content of both files.
  mutating func latest() -> (anchors: TrustAnchors, revocations: RevocationLists) {
    roots.refresh()
    lists?.refresh()
    let seen = (roots: roots.version, lists: lists?.version ?? 0)
    if seen != adopted { adopt(seen) }
    return (anchors, revocations)
  }

  private mutating func adopt(_ seen: (roots: Int, lists: Int)) {
    adopted = seen
    if let last = roots.reading.last, last !== anchors {
      log.tell("EDS_TRUST_ROOTS", from: told.roots, to: last.items)
      (anchors, told.roots) = (last, last.items)
    }
    if let file = lists?.reading.last {
      do throws(TrustProblem) {
        revocations = try RevocationLists(file, of: anchors)
        log.tell("EDS_CRLS", from: told.lists, to: file.items)
        told.lists = file.items
        if case .current = lists?.reading { TrustMetrics.file("EDS_CRLS", isUsable: true) }
      } catch {
        log.tell(refused: error)
      }
    }
    log.tell(unlisted: revocations.unlisted(of: anchors))
  }

  /// Checks that a file of revocation lists can be read.
  ///
  /// A worker without trusted certificates does not use the lists, but refuses to start with an unusable file.
  static func check(listsPath: String, logger: Logger) throws(SettingsError) {
    var lists = lists(path: listsPath, logger: logger)
    _ = try first(of: &lists, "EDS_CRLS")
  }

  private static func lists(path: String, logger: Logger) -> FileMemory<RevocationListFile> {
    FileMemory(path: path, what: "EDS_CRLS", logger: logger, role: .trust("EDS_CRLS")) {
      try read($0) { content throws(TrustProblem) in try RevocationListFile(pem: content) }
    }
  }

  private static func first<Value>(of memory: inout FileMemory<Value>, _ key: String) throws(SettingsError) -> Value {
    memory.refresh()
    return try memory.reading.value(namedBy: key)
  }

  private static func read<Value>(_ content: Data, _ parse: (Data) throws(TrustProblem) -> Value) throws -> Value {
    do throws(TrustProblem) { return try parse(content) } catch { throw FileProblem(error.text) }
  }
}

/// The portal's public keys, read again when their file changes.
struct AttestationTrust: Sendable {
  private var file: FileMemory<AttestationKeys>
  private var told: (version: Int, items: [TrustItem])
  private let log: TrustLog

  /// Reads the file for the first time.
  ///
  /// - Throws: `SettingsError` if the file cannot be used.
  init(path: String, logger: Logger) throws(SettingsError) {
    let key = "SMS_ATTESTATION_KEYS"
    var file = FileMemory(path: path, what: key, logger: logger, role: .trust(key)) { content in
      do throws(TrustProblem) { return try AttestationKeys(pem: content) } catch { throw FileProblem(error.text) }
    }
    file.refresh()
    let keys = try file.reading.value(namedBy: key)
    self.file = file
    log = TrustLog(logger: logger)
    told = (file.version, keys.items)
    log.tell(key, from: nil, to: keys.items)
  }

  /// The keys of the latest usable content of the file.
  mutating func latest() -> AttestationKeys? {
    file.refresh()
    if file.version != told.version, let keys = file.reading.last {
      log.tell("SMS_ATTESTATION_KEYS", from: told.items, to: keys.items)
      told = (file.version, keys.items)
    }
    return file.reading.last
  }
}
