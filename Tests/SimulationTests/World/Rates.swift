import QueueContracts

/// How often what goes wrong, in a thousand.
///
/// Each world has its own, so that some see one kind of fault often.
struct Rates {
  /// A process is killed before or after something it does.
  var crash = 0
  /// A connection is lost before or after something that is done on it.
  var lostConnection = 0
  /// A publication is not confirmed, whether it arrived or not.
  var lostConfirm = 0
  /// The store cannot be had, or can be and does not say so.
  var storeOutage = 0
  var documentsOutage = 0
  /// A lane is drained, and perhaps not in time.
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
