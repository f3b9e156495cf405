@testable import AdmissionBoard
import Foundation
import NIOCore
import QueueContracts
import Synchronization
import Testing

struct LiveTests {
  /// A source that counts how often it is asked, and answers with the count.
  final class Source: SnapshotSource {
    private let count = Mutex(0)
    var asked: Int { count.withLock { $0 } }

    func snapshot() async -> Snapshot {
      var snapshot = Snapshot(time: .now)
      snapshot.queues = [
        QueueName.intake: .init(
          waiting: count.withLock {
            $0 += 1; return $0
          })
      ]
      return snapshot
    }
  }

  private let parts: LiveHub.Parts = { snapshot in
    [LivePart("number", "<b>\(snapshot.queues[QueueName.intake]?.waiting ?? 0)</b>"), LivePart("same", "x")]
  }

  private func text(_ buffer: ByteBuffer) -> String { String(buffer: buffer) }

  @Test("Many open pages share one query, and each gets only the parts that have changed")
  func together() async throws {
    let source = Source()
    let hub = LiveHub(source: source, limit: 100)
    var watches: [LiveHub.Watch] = []
    for _ in 0..<50 { watches.append(try #require(await hub.watch("/live/x", parts))) }
    var version = 0
    var texts: [String] = []
    for await _ in watches[49].ticks {
      guard let news = await hub.news(of: "/live/x", since: version) else { continue }
      version = news.version
      texts.append(text(news.text))
      if texts.count == 2 { break }
    }
    #expect(texts[0] == "event: number\ndata: <b>1</b>\n\nevent: same\ndata: x\n\n")
    #expect(texts[1] == "event: number\ndata: <b>2</b>\n\n")
    #expect(source.asked == 2)
    let late = try #require(await hub.news(of: "/live/x", since: 0))
    #expect(text(late.text).contains("event: same"), "a page that has seen nothing gets everything")
    for watch in watches { await hub.end(watch) }
  }

  @Test("The source of snapshots is not asked while no page is open")
  func idle() async throws {
    let source = Source()
    let hub = LiveHub(source: source, limit: 100)
    let watch = try #require(await hub.watch("/live/x", parts))
    for await _ in watch.ticks where await hub.news(of: "/live/x", since: 0) != nil { break }
    await hub.end(watch)
    #expect(await hub.news(of: "/live/x", since: 0) == nil)
    #expect(source.asked == 1)
  }

  @Test("No more open pages are kept up to date than the limit allows")
  func bounded() async throws {
    let hub = LiveHub(source: Source(), limit: 2)
    let first = try #require(await hub.watch("/live/x", parts))
    let page = try #require(await hub.addPage())
    #expect(await hub.watch("/live/x", parts) == nil)
    #expect(await hub.addPage() == nil)
    await page.leave()
    #expect(await hub.watch("/live/x", parts) != nil)
    await hub.end(first)
  }

  @Test("Each part of a page is sent as one event, whether the part is empty or has several lines")
  func events() {
    let buffer = EventStream.text(of: [LivePart("a", "one\r\n\ntwo\n"), LivePart("b", "")])
    #expect(text(buffer) == "event: a\ndata: one\ndata: two\n\nevent: b\ndata:\n\n")
  }

  @Test("If a query fails, its last value stays, and the answer says since when it has failed")
  func silence() async throws {
    struct Down: Error {}
    let isUp = Mutex(true)
    let query = CachedQuery(every: .zero, now: { Timestamp(milliseconds: 5) }) { () async throws -> Int in
      guard isUp.withLock({ $0 }) else { throw Down() }
      return 7
    }
    #expect(await query.answer().value == 7)
    isUp.withLock { $0 = false }
    var answer = await query.answer()
    while answer.silentSince == nil {
      await Task.yield()
      answer = await query.answer()
    }
    #expect(answer.value == 7)
    #expect(answer.silentSince == Timestamp(milliseconds: 5))
  }
}
