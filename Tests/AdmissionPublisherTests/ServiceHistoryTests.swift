import AdmissionPublisher
import Foundation
import QueueContracts
import Testing

@Suite("A portal's service history")
struct ServiceHistoryTests {
  private static func put(_ entry: HistoryEntry, into history: ServiceHistory) async throws -> ServiceHistory.Answer {
    try await history.take(
      WireCodec.encode(entry), recipient: entry.recipientIin, entry: entry.entryId.description)
  }

  @Test("A valid entry is stored once, and an invalid or misaddressed entry is refused")
  func once() async throws {
    let history = ServiceHistory(MemoryHistoryStorage())
    let entry = TestFamily.entry(of: UUID())
    #expect(try await Self.put(entry, into: history) == .created)
    #expect(try await Self.put(entry, into: history) == .known)
    let body = WireCodec.encode(TestFamily.entry(of: entry.applicationId.uuid))
    #expect(try await history.take(body, recipient: "850101300005", entry: UUID().uuidString) == .unreadable)
    #expect(
      try await history.take(
        WireCodec.encode(entry), recipient: "850101300004", entry: entry.entryId.description) == .unreadable)
    #expect(
      try await history.take(Data("{}".utf8), recipient: "850101300005", entry: entry.entryId.description)
        == .unreadable)
    #expect(try await history.entries(of: entry.applicationId).count == 1)
  }

  @Test("A citizen sees the entry that completes the application, in whatever order the entries come")
  func standing() async throws {
    let history = ServiceHistory(MemoryHistoryStorage())
    let application = UUID()
    let entries = [
      TestFamily.entry(of: application, step: .received), TestFamily.entry(of: application, second: 1),
      TestFamily.entry(of: application, status: .completed, step: .school, second: 2),
      TestFamily.entry(of: application, step: .passedDeadline, second: 3),
    ]
    for entry in entries.reversed() { #expect(try await Self.put(entry, into: history) == .created) }
    let id = ApplicationID(uuid: application)
    #expect(try await history.entries(of: id).map(\.entryId) == entries.map(\.entryId))
    #expect(try await history.standing(of: id)?.entryId == entries[2].entryId)
    #expect(try await history.standing(of: ApplicationID(uuid: UUID())) == nil)
  }

  @Test("A follower of an application gets each stored entry and each new entry once")
  func followed() async throws {
    let history = ServiceHistory(MemoryHistoryStorage())
    let application = UUID()
    let (first, second) = (
      TestFamily.entry(of: application), TestFamily.entry(of: application, status: .completed, second: 5)
    )
    _ = try await Self.put(first, into: history)
    var updates = try await history.updates(of: ApplicationID(uuid: application)).makeAsyncIterator()
    #expect(await updates.next()?.entryId == first.entryId)
    _ = try await Self.put(TestFamily.entry(of: UUID()), into: history)
    _ = try await Self.put(first, into: history)
    _ = try await Self.put(second, into: history)
    #expect(await updates.next()?.entryId == second.entryId)
  }
}
