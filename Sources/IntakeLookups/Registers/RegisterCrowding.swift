import Synchronization

/// Notes, while one application is judged, that `REGISTER_RATE` left no time for a question to a register.
///
/// The application then waits. The register does not count as unavailable, because attached documents are accepted in
/// place of an unavailable register. A sender of very many applications must not be able to cause that.
final class RegisterCrowding: Sendable {
  /// The note for the application whose facts this task looks up.
  @TaskLocal static var current: RegisterCrowding?

  private let flag = Atomic(false)

  /// True if there was no time for a question.
  var isNoted: Bool { flag.load(ordering: .acquiring) }

  func note() { flag.store(true, ordering: .releasing) }
}
