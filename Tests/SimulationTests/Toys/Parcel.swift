import QueueContracts

/// The only type of message in the simulated world.
///
/// The body of a parcel tells a test the application, the portal's serial number, the decisions so far, and the trouble
/// that the parcel causes.
struct Parcel: Contract {
  static let type = "simulation.parcel.v1"

  let applicationId: ApplicationID
  /// The number that the portal gave the parcel; the outputs that follow from the parcel have the same number.
  let serial: Int
  let trouble: Trouble?
  /// True if the parcel plays the part of a school's decision, which answers the application.
  let isAnswer: Bool
  /// The decisions that led to the parcel; `intake 3` means that intake's third effect on the application led to it.
  let history: [String]
}

/// The trouble that a parcel causes at one worker.
struct Trouble: Codable, Sendable, Equatable {
  enum Kind: String, Codable, Sendable {
    /// A fact about the parcel is unavailable before the second retry.
    case factAway
    /// A document that only this parcel needs is unavailable before the second retry.
    case heldUp
    /// The ledger can take the parcel only after another parcel of the same application.
    case early
    /// Before the first retry, the store refuses every batch with the parcel in it.
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
