/// The unsettled deliveries of a channel, and the fewest frames that settle some of them.
///
/// A frame with `multiple` settles everything up to its tag, so it fits exactly a run from the front: whatever the lane
/// did not name must not go with it.
struct AcknowledgementPlan {
  /// One basic.ack or basic.nack.
  struct Frame: Equatable {
    var tag: UInt64
    var multiple: Bool
  }

  /// Ascending, as the broker counts.
  private var unsettled: [UInt64] = []

  var count: Int { unsettled.count }

  mutating func arrived(_ tag: UInt64) {
    unsettled.append(tag)
  }

  /// Settles the tags, in any order.
  ///
  /// Those that are not unsettled are passed over: to name one twice to the broker would close the channel (406) and
  /// return every delivery on it.
  mutating func settle(_ tags: [UInt64]) -> [Frame] {
    let tags = Self.isAscending(tags) ? tags : tags.sorted()
    var frames: [Frame] = []
    var kept: [UInt64] = []
    var next = 0
    var run = 0
    for (position, tag) in unsettled.enumerated() {
      while next < tags.count, tags[next] < tag { next += 1 }
      // What is left of the deliveries stays as it is; a batch is mostly a short run from the front.
      guard next < tags.count else {
        kept += unsettled[position...]
        break
      }
      if tags[next] != tag {
        kept.append(tag)
      } else if kept.isEmpty {
        run += 1
        frames = [Frame(tag: tag, multiple: run > 1)]
      } else {
        frames.append(Frame(tag: tag, multiple: false))
      }
    }
    unsettled = kept
    return frames
  }

  private static func isAscending(_ tags: [UInt64]) -> Bool {
    zip(tags, tags.dropFirst()).allSatisfy(<)
  }
}
