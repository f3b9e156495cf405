import Synchronization

/// Notes that a question to a register found no turn (`REGISTER_RATE`), for whoever judges the application.
///
/// Such a register is not unavailable: whoever can send many applications could otherwise have the registers passed over,
/// and copies believed instead. The application waits.
final class RegisterCrowding: Sendable {
  /// That of the application which is looked up by this task.
  @TaskLocal static var current: RegisterCrowding?

  private let flag = Atomic(false)

  /// True once a question found no turn.
  var isNoted: Bool { flag.load(ordering: .acquiring) }

  func note() { flag.store(true, ordering: .releasing) }
}
