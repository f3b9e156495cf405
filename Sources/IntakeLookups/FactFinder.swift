public import Admission
public import QueueContracts

/// Looks up the facts that the rules need about an application.
///
/// Its functions throw `EnvironmentDown` if nothing can be looked up for any application now, `MessageHeldUp` if
/// nothing can for this one.
public protocol FactFinder: Sendable {
  /// Looks up everything but the signature, whose facts are known.
  func facts(of application: ApplicationSubmitted, knowing signed: Facts) async throws -> Facts

  /// Looks up ``Facts/signature`` and ``Facts/signatureUse`` alone.
  ///
  /// It is a call of its own, so that these facts are known of an application that has to wait for all others.
  func signatureFacts(of application: ApplicationSubmitted) async throws -> Facts
}

extension FactFinder {
  /// Looks up everything, the signature first.
  public func facts(of application: ApplicationSubmitted) async throws -> Facts {
    try await facts(of: application, knowing: signatureFacts(of: application))
  }
}
