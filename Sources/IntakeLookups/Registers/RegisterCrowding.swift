import Synchronization

/// Notes that a question to a register found no turn (`REGISTER_RATE`), for the judging of one application.
///
/// Such a register does not count as unavailable: otherwise a sender of many applications could have the registers
/// passed over, and copies believed instead. The application waits.
final class RegisterCrowding: Sendable {
  /// The note of the application that this task looks up.
  @TaskLocal static var current: RegisterCrowding?

  private let flag = Atomic(false)

  /// True if a question has found no turn.
  var isNoted: Bool { flag.load(ordering: .acquiring) }

  func note() { flag.store(true, ordering: .releasing) }
}
