import QueueContracts

/// The probability of each kind of fault, in thousandths.
///
/// Each world has rates of its own, so in some worlds one kind of fault is frequent.
struct Rates {
  /// A process is killed before or after one of its calls.
  var crash = 0
  /// A connection is lost before or after a call on it.
  var lostConnection = 0
  /// A publication is not confirmed, although it may have arrived.
  var lostConfirm = 0
  /// The store is unavailable, or carries out a call and yet reports a failure.
  var storeOutage = 0
  var documentsOutage = 0
  /// A process is drained.
  var drain = 0
  /// The broker moves a message twice, or returns messages in another order.
  var disorder = 0

  static let none = Rates()

  static func random(_ random: inout SplitMix64) -> Rates {
    Rates(
      crash: random.pick([0, 5, 15, 40]), lostConnection: random.pick([0, 5, 15, 40]),
      lostConfirm: random.pick([0, 10, 30, 80]), storeOutage: random.pick([0, 10, 30]),
      documentsOutage: random.pick([0, 5, 10]), drain: random.pick([0, 5, 15]), disorder: random.pick([0, 100, 500]))
  }
}
