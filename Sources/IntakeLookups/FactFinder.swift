public import Admission
public import QueueContracts

/// Looks up what the rules need to know about an application.
///
/// Throws `EnvironmentDown` if nothing can be looked up for anybody now, `MessageHeldUp` if for this application alone.
public protocol FactFinder: Sendable {
  func facts(of application: ApplicationSubmitted, knowing signed: Facts) async throws -> Facts

  /// Looks up ``Facts/signature`` and ``Facts/signatureUse`` alone.
  ///
  /// Asked for first and apart, so that they are known of an application, too, that has to wait for all the rest.
  func signatureFacts(of application: ApplicationSubmitted) async throws -> Facts
}

extension FactFinder {
  /// Looks up everything, the signature first.
  public func facts(of application: ApplicationSubmitted) async throws -> Facts {
    try await facts(of: application, knowing: signatureFacts(of: application))
  }
}
