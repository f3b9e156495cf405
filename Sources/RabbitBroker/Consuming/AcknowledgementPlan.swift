/// The unsettled deliveries of a channel; finds the fewest frames that settle given deliveries.
///
/// A frame with `multiple` settles every delivery up to its tag. Such a frame is used only for a run of the oldest
/// deliveries, because elsewhere it would settle deliveries that the lane did not name.
struct AcknowledgementPlan {
  /// One basic.ack or basic.nack.
  struct Frame: Equatable {
    var tag: UInt64
    var multiple: Bool
  }

  /// The tags of the unsettled deliveries; they ascend, because the broker numbers the deliveries of a channel.
  private var unsettled: [UInt64] = []

  var count: Int { unsettled.count }

  mutating func arrived(_ tag: UInt64) {
    unsettled.append(tag)
  }

  /// Settles the deliveries with these tags, which may stand in any order.
  ///
  /// Tags of settled deliveries are ignored. A broker that gets a tag twice closes the channel (406) and takes back
  /// every unsettled delivery of the channel.
  mutating func settle(_ tags: [UInt64]) -> [Frame] {
    let tags = Self.isAscending(tags) ? tags : tags.sorted()
    var frames: [Frame] = []
    var kept: [UInt64] = []
    var next = 0
    var run = 0
    for (position, tag) in unsettled.enumerated() {
      while next < tags.count, tags[next] < tag { next += 1 }
      // All given tags are settled. The loop usually ends here after a few deliveries, because a batch is usually a
      // short run of the oldest ones.
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
