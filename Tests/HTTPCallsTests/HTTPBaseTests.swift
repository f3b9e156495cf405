import Foundation
import HTTPCalls
import Testing

@Suite("The base address of a service")
struct HTTPBaseTests {
  @Test("A segment of a path is percent-encoded, so that it stays one segment")
  func segments() throws {
    let base = try #require(HTTPBase("https://registers.example/v1/"))
    #expect(base.url(["a/b", "50%", "c?d"])?.absoluteString == "https://registers.example/v1/a%2Fb/50%25/c%3Fd")
  }

  @Test("A segment that a server would resolve to another path cannot be added", arguments: ["", ".", ".."])
  func dots(segment: String) throws {
    #expect(try #require(HTTPBase("http://localhost")).url(["a", segment]) == nil)
  }

  @Test(
    "An address to which no path can be added is not a base address",
    arguments: ["ftp://h/", "https://", "h", "http://h/?a=b", "http://h/#a", ""])
  func refused(text: String) { #expect(HTTPBase(text) == nil) }
}
