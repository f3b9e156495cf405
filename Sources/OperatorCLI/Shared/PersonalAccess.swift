import ArgumentParser
import Foundation
import Operations
import QueueContracts
import WorkerRuntime

/// The option `--because`, for every command that can show personal data unmasked.
struct PersonalAccess: ParsableArguments {
  static let discussion = """
    Before personal data is shown, the file that AUDIT_LOG names, or else the system's log, notes who asks and why. If \
    AUDIT_BECAUSE is required, --because is needed.
    """

  @Option(help: "The reason for showing personal data, for the audit log. Name no citizen in it.")
  var because: String?

  private enum ReasonRule: String, CaseIterable {
    case optional, required
  }

  /// Notes in the audit log that personal data is about to be shown.
  ///
  /// - Parameters:
  ///   - command: the command without its arguments, because an argument may name a person.
  ///   - applications: the applications whose data is shown.
  ///   - messages: the ids of messages that are shown.
  ///   - settings: the settings with `AUDIT_LOG` and `AUDIT_BECAUSE`.
  /// - Throws: ``Failure`` if the log cannot be written, or a required reason is missing; then nothing may be shown.
  func note(
    _ command: String, applications: [ApplicationID] = [], messages: [MessageID] = [], _ settings: Settings
  ) throws {
    try checkReason(settings)
    let line = AuditLine(
      command: command, because: because.map { $0.withoutTwelveDigits }, applications: applications,
      messages: messages)
    try AuditLog(settings).write(line)
  }

  /// Throws if a reason is required and not given; to be called before a command does its work.
  func checkReason(_ settings: Settings) throws {
    let rule = try settings.choice("AUDIT_BECAUSE", default: ReasonRule.optional)
    guard rule == .required, because?.allSatisfy(\.isWhitespace) ?? true else { return }
    throw Failure.badInput("Say why by --because: AUDIT_BECAUSE demands a reason of who looks at personal data.")
  }
}

/// The line of the audit log which says that a person looked at personal data.
struct AuditLine: Encodable {
  let event = "personalData.shown"
  let time = Timestamp.now
  let command: String
  let because: String?
  let applications: [ApplicationID]
  let messages: [MessageID]
  let user = NSUserName()
  /// The real user id; `sudo` changes it, so see ``sudoUser`` and ``loginUid`` as well.
  let uid = getuid()
  /// The user who called `sudo`; nil if `sudo` was not used.
  let sudoUser = ProcessInfo.processInfo.environment["SUDO_USER"]
  /// The id of the user who logged in, which `su` and `sudo` do not change; nil if it is not known.
  let loginUid = Self.loginUid

  private static var loginUid: UInt32? {
    guard let text = try? String(contentsOfFile: "/proc/self/loginuid", encoding: .utf8), let uid = UInt32(text),
      uid != .max
    else { return nil }
    return uid
  }
}

/// The audit log: a file, or else the system's log.
struct AuditLog {
  private let path: String?

  init(_ settings: Settings) { path = settings.text("AUDIT_LOG") }

  /// Writes a line; returns once the line is on the disk or was given to the system's log.
  func write(_ line: some Encodable) throws(Failure) {
    let text = WireCodec.encode(line).neutralJSON
    guard let path else {
      withVaList([text]) { vsyslog(LOG_AUTHPRIV | LOG_NOTICE, "%s", $0) }
      return
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw cannotBeWritten }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try handle.write(contentsOf: Data((text + "\n").utf8))
    } catch {
      throw cannotBeWritten
    }
    // A pipe, such as a container's log, cannot be synchronised with a disk.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else { throw cannotBeWritten }
  }

  private var cannotBeWritten: Failure {
    .couldNotBeDone("The audit log that AUDIT_LOG names cannot be written, so nothing is shown.")
  }
}
