public import Admission
public import QueueContracts

/// Looks up the facts that the rules need about an application.
///
/// Its functions throw `EnvironmentDown` if nothing can be looked up for any application now, and `MessageHeldUp` if
/// only this application has to wait.
public protocol FactFinder: Sendable {
  /// Looks up everything except the signature, whose facts are given.
  func facts(of application: ApplicationSubmitted, knowing signed: Facts) async throws -> Facts

  /// Looks up only ``Facts/signature`` and ``Facts/signatureIdentity``.
  ///
  /// This is a separate call, so these facts are known even if the application has to wait for the other facts.
  func signatureFacts(of application: ApplicationSubmitted) async throws -> Facts
}

extension FactFinder {
  /// Looks up everything, the signature first.
  public func facts(of application: ApplicationSubmitted) async throws -> Facts {
    try await facts(of: application, knowing: signatureFacts(of: application))
  }
}
