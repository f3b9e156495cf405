import WorkerStore

/// What a visitor must be allowed to do in order to use a route.
enum Permission: Sendable, CaseIterable {
  /// Nothing; no session is needed.
  case anybody
  /// To look at pages on which personal data are masked.
  case look
  /// To change something.
  case act
  /// To see personal data, after a reason is recorded.
  case unmask
  /// To see the recorded actions of all users.
  case audit
  /// To apply and to read the service history as one of the sandbox's made-up citizens.
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
