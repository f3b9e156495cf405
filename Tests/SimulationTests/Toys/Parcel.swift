import QueueContracts

/// The one contract of the simulated world.
///
/// Its body is as telling as a test needs it: who it is for, which of the world's bodies it is, what went before, and
/// what goes wrong with it where.
struct Parcel: Contract {
  static let type = "simulation.parcel.v1"

  let applicationId: ApplicationID
  /// Names the body that the portal published; outputs carry it on.
  let serial: Int
  let trouble: Trouble?
  /// True if its application has its answer by it.
  let isAnswer: Bool
  /// The decisions that led here: `intake 3` was the third effect on that application.
  let history: [String]
}

/// What goes wrong with a parcel at one worker.
struct Trouble: Codable, Sendable, Equatable {
  enum Kind: String, Codable, Sendable {
    /// A fact cannot be had before the second retry.
    case factAway
    /// What it alone needs cannot be had before the second retry.
    case heldUp
    /// The ledger cannot take it before something else of that application is there.
    case early
    /// The store refuses it, and with it every batch that it is in, before the first retry.
    case refusedOnce
    /// The store refuses it for ever.
    case refusedAlways
    /// Judging it throws what nobody foresaw.
    case programmingError
    /// A rule wants a person to look.
    case forAPerson
    /// The process dies of it; only in worlds where nothing else goes wrong.
    case deadly
  }

  /// What a storm is made of.
  static let common: [Kind] = [
    .factAway, .heldUp, .early, .refusedOnce, .refusedAlways, .programmingError, .forAPerson,
  ]

  let worker: String
  let kind: Kind

  /// True where it can never be completed.
  var isForEver: Bool {
    switch kind {
    case .refusedAlways, .programmingError, .forAPerson, .deadly: true
    case .factAway, .heldUp, .early, .refusedOnce: false
    }
  }
}

extension Parcel {
  func trouble(at worker: String) -> Trouble.Kind? { trouble?.worker == worker ? trouble?.kind : nil }
}
