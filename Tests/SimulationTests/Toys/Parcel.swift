import QueueContracts

/// The one contract of the simulated world.
///
/// Its body tells a test the application, the number of the portal's body, the decisions so far, and what goes wrong at
/// which worker.
struct Parcel: Contract {
  static let type = "simulation.parcel.v1"

  let applicationId: ApplicationID
  /// The number of the body that the portal published; the outputs have the same number.
  let serial: Int
  let trouble: Trouble?
  /// True if the parcel brings the application's answer.
  let isAnswer: Bool
  /// The decisions that led to the parcel: `intake 3` is intake's decision with the third effect on the application.
  let history: [String]
}

/// The trouble that a parcel causes at one worker.
struct Trouble: Codable, Sendable, Equatable {
  enum Kind: String, Codable, Sendable {
    /// A fact is unavailable before the second retry.
    case factAway
    /// Something that only this parcel needs is unavailable before the second retry.
    case heldUp
    /// The ledger cannot take the parcel before another parcel of the same application.
    case early
    /// The store refuses every batch with the parcel before the first retry.
    case refusedOnce
    /// The store always refuses the parcel.
    case refusedAlways
    /// Judging the parcel throws an unforeseen error.
    case programmingError
    /// A rule asks that an operator look at the parcel.
    case forAPerson
    /// The process dies of the parcel; only in worlds without other faults.
    case deadly
  }

  /// The kinds of trouble in worlds with other faults.
  static let common: [Kind] = [
    .factAway, .heldUp, .early, .refusedOnce, .refusedAlways, .programmingError, .forAPerson,
  ]

  let worker: String
  let kind: Kind

  /// True if the parcel can never be completed.
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
