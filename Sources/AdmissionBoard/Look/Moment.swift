import QueueContracts

/// A time as a page shows it: in Kazakhstan's time, to the second.
struct Moment: Sendable {
  /// For programs.
  let iso: String
  let text: String

  init(_ time: Timestamp) {
    iso = time.description
    text = "\(iso.prefix(10)) \(iso.dropFirst(11).prefix(8))"
  }
}
