import QueueContracts
import Testing

@Suite("Routing by bindings")
struct BindingKeyTests {
  @Test(
    "A binding's pattern matches routing keys as on a topic exchange",
    arguments: [
      ("a.b", "a.b", true), ("a.b", "a.c", false), ("a.b", "a.b.c", false), ("a.*", "a.b", true), ("a.*", "a", false),
      ("a.*", "a.b.c", false), ("a.#", "a", true), ("a.#", "a.b.c", true), ("#.c", "a.b.c", true),
      ("#.c", "a.b", false),
      ("#", "", true), ("", "", true), ("*", "", false), ("a.*", "a.", true), ("a.#.d", "a.b.c.d", true),
    ])
  func keys(_ pattern: String, _ key: String, _ matches: Bool) {
    #expect(Self.binding(pattern).accepts(key) == matches)
  }

  @Test(
    "A binding covers another binding of the same queue if it matches every key that the other matches",
    arguments: [
      ("school.decided.#", "school.decided.*", true), ("school.decided.transfer.#", "school.decided.transfer", true),
      ("school.decided.*", "school.decided.#", false), ("a.b", "a.*", false), ("#", "a.#", true), ("*", "#", false),
    ])
  func covers(_ wide: String, _ narrow: String, _ covers: Bool) {
    #expect(Self.binding(wide).covers(Self.binding(narrow)) == covers)
    #expect(!Self.binding(wide).covers(Self.binding(narrow, queue: "other")))
  }

  @Test("Version 1 routes a known key to the queues of its readers, and an unknown key to no queue")
  func readers() {
    let topology = Topology.version1(retryLadderSeconds: [])
    #expect(topology.bindings(for: "processing.updated").map(\.queue) == ["admission.notify"])
    #expect(
      topology.bindings(for: "school.decided.transfer").map(\.queue) == ["admission.intake", "admission.transfer"])
    #expect(topology.bindings(for: "admission.notify").isEmpty && topology.bindings(for: "odd").isEmpty)
  }

  private static func binding(_ key: String, queue: String = "q") -> BindingDefinition {
    BindingDefinition(exchange: "e", queue: queue, key: key)
  }
}
