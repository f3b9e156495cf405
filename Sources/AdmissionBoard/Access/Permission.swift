import WorkerStore

/// What a route lets happen.
enum Permission: Sendable, CaseIterable {
  /// Nothing that needs a session.
  case anybody
  /// To look, with personal data masked.
  case look
  /// To change something.
  case act
  /// To see personal data, for a reason that is noted.
  case unmask
  /// To see what others have done.
  case audit
  /// To apply and to read a service history, as one of the made-up citizens.
  case family
}

extension BoardRole {
  func may(_ permission: Permission) -> Bool {
    switch (self, permission) {
    case (_, .anybody), (_, .look): true
    case (.operator, .act), (.operator, .unmask), (.operator, .audit), (.auditor, .unmask), (.auditor, .audit): true
    default: false
    }
  }
}
