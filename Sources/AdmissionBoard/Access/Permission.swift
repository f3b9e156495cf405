import WorkerStore

/// The permission that a visitor needs in order to use a route.
enum Permission: Sendable, CaseIterable {
  /// Lets everybody use the route, without a session.
  case anybody
  /// Lets the visitor look at pages on which personal data are masked.
  case look
  /// Lets the visitor change something.
  case act
  /// Lets the visitor see personal data, after a reason is recorded.
  case unmask
  /// Lets the visitor see the recorded actions of all users.
  case audit
  /// Lets the visitor apply and read the service history as one of the sandbox's made-up citizens.
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
