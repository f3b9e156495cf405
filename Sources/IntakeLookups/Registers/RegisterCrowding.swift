import Synchronization

/// Notes, while one application is judged, that `REGISTER_RATE` left no time for a question to a register.
///
/// The application then waits, and the register does not count as unavailable. For an unavailable register, attached
/// documents are accepted instead, and nobody should be able to bring this about by sending very many applications.
final class RegisterCrowding: Sendable {
  /// The note for the application whose facts this task looks up.
  @TaskLocal static var current: RegisterCrowding?

  private let flag = Atomic(false)

  /// True if there was no time for a question.
  var isNoted: Bool { flag.load(ordering: .acquiring) }

  func note() { flag.store(true, ordering: .releasing) }
}
