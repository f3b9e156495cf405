import QueueContracts

/// A time as pages show it: in Kazakhstan's time, to the second.
struct Moment: Sendable {
  /// The time in the form that programs read.
  let iso: String
  let text: String

  init(_ time: Timestamp) {
    iso = time.description
    text = "\(iso.prefix(10)) \(iso.dropFirst(11).prefix(8))"
  }
}
