import SampleSigning
import Testing
import X509

@testable import Signatures

@Suite("What is remembered of chains")
struct ChainMemoryTests {
  @Test("It has a bound, and keeps what was asked for lately")
  func bound() throws {
    let people = try (0..<30).map { _ in try Signed.signer().certificate }
    var memory = LRUCache<Certificate, IssuerChain>(limit: 10)
    let way = IssuerChain(issuers: [Issuer(Signed.authority.root)], carried: [])
    for person in people {
      memory[person] = way
      #expect(memory[people[0]] == way)
      #expect(memory.count <= 10)
    }
    #expect(memory[people[29]] == way)
    #expect(memory[people[1]] == nil)
  }
}
