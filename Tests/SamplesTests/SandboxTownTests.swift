import QueueContracts
import Samples
import Testing

@Suite("The sandbox's town")
struct SandboxTownTests {
  @Test("The sandbox's town has a document of each kind, and its families' messages are decoded unchanged")
  func documents() throws {
    let town = try SandboxTown(start: #require(Timestamp("2026-04-15T09:00:00+05:00")))
    #expect(town.documents.map(\.attached.kind) == DocumentKind.allCases)
    for family in town.families {
      let body = WireCodec.encode(family.message)
      #expect(try WireCodec.decode(ApplicationSubmitted.self, from: body) == family.message)
      #expect(family.message.form.form.documents.map(\.reference) == family.documents.map(\.attached.reference))
    }
  }
}
