import Foundation
import NIOCore
import QueueContracts

/// Keeps open pages up to date.
///
/// It takes one snapshot a second for all pages, and no snapshot while no page is open.
actor LiveHub {
  typealias Parts = @Sendable (Snapshot) throws -> [LivePart]

  /// One open page, which is woken once a second; if it is too slow, it misses wake-ups.
  struct Watch: Sendable {
    let number: Int
    let path: String
    let ticks: AsyncStream<Void>
  }

  /// The state that all open pages of one path share.
  private struct Feed {
    let parts: Parts
    var watchers = 0
    var shown: [LivePart] = []
    /// The number of changes so far.
    var version = 0
    /// The last version in which each part has changed.
    var versions: [String: Int] = [:]
    /// The parts that changed in the newest version, as the text for each page that shows the version before it.
    var latest = ByteBuffer()
  }

  private let source: any SnapshotSource
  private let limit: Int
  private var feeds: [String: Feed] = [:]
  private var watches: [Int: (path: String, wake: AsyncStream<Void>.Continuation)] = [:]
  private var addedPages = 0
  private var nextNumber = 0
  private var clock: Task<Void, Never>?
  private var last: Snapshot?

  init(source: any SnapshotSource, limit: Int) {
    self.source = source
    self.limit = limit
  }

  /// The last snapshot if it is less than a second old, or else a new one.
  func snapshot() async -> Snapshot {
    if let last, last.time.adding(seconds: 1) > .now { return last }
    let snapshot = await source.snapshot()
    last = snapshot
    return snapshot
  }

  /// True if one more page can be kept up to date.
  var hasRoom: Bool { watches.count + addedPages < limit }

  /// Starts keeping a page up to date; nil if too many pages are open.
  func watch(_ path: String, _ parts: @escaping Parts) -> Watch? {
    guard hasRoom else { return nil }
    nextNumber += 1
    let (ticks, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    watches[nextNumber] = (path, wake)
    feeds[path, default: Feed(parts: parts)].watchers += 1
    wake.yield()
    if clock == nil { clock = Task { await run() } }
    return Watch(number: nextNumber, path: path, ticks: ticks)
  }

  func end(_ watch: Watch) {
    guard let (path, wake) = watches.removeValue(forKey: watch.number) else { return }
    wake.finish()
    feeds[path]?.watchers -= 1
    if feeds[path]?.watchers == 0 { feeds[path] = nil }
    if watches.isEmpty {
      clock?.cancel()
      clock = nil
    }
  }

  /// The parts that changed after `version`, as events, with the current version; nil if nothing changed.
  func news(of path: String, since version: Int) -> (text: ByteBuffer, version: Int)? {
    guard let feed = feeds[path], feed.version > version else { return nil }
    if feed.version == version + 1 { return (feed.latest, feed.version) }
    let unseen = feed.shown.filter { feed.versions[$0.id, default: 0] > version }
    return (EventStream.text(of: unseen), feed.version)
  }

  /// Counts one more open page, which the caller keeps up to date; nil if too many pages are open.
  func addPage() -> OpenPage? {
    guard hasRoom else { return nil }
    addedPages += 1
    return OpenPage(hub: self)
  }

  struct OpenPage: Sendable {
    fileprivate let hub: LiveHub
    func leave() async { await hub.leave() }
  }

  private func leave() { addedPages -= 1 }

  private func run() async {
    while !Task.isCancelled {
      let began = ContinuousClock.now
      let snapshot = await snapshot()
      guard !Task.isCancelled else { return }
      for path in feeds.keys { refresh(path, snapshot) }
      for (_, wake) in watches.values { wake.yield() }
      try? await Task.sleep(until: began + .seconds(1))
    }
  }

  private func refresh(_ path: String, _ snapshot: Snapshot) {
    guard var feed = feeds[path], let parts = try? feed.parts(snapshot) else { return }
    let old = Dictionary(feed.shown.map { ($0.id, $0.html) }) { first, _ in first }
    let changed = parts.filter { old[$0.id] != $0.html }
    feed.shown = parts
    if !changed.isEmpty {
      feed.version += 1
      for part in changed { feed.versions[part.id] = feed.version }
      feed.latest = EventStream.text(of: changed)
    }
    feeds[path] = feed
  }
}
