public import Admission
public import QueueContracts

/// Looks up what the rules need to know about an application.
///
/// Throws `EnvironmentDown` if nothing can be looked up for anybody now, `MessageHeldUp` if for this application alone.
public protocol FactFinder: Sendable {
  func facts(of application: ApplicationSubmitted) async throws -> Facts
}
