import Testing

@testable import Operations

@Suite("Text in HTML")
struct EscapedForHTMLTests {
  @Test("All five characters that have a meaning in HTML are escaped")
  func escaped() {
    #expect("<a b=\"c\" d='e'>&".escapedForHTML == "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;")
  }
}
