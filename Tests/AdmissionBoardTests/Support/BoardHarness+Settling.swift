import Testing

extension BoardHarness.Browser {
  /// Rehearses and does an action on parked messages, and waits for its receipt.
  ///
  /// - Parameter fields: the fields of the form that asks for the action.
  /// - Returns: the page of the receipt.
  /// - Throws: an error if the board does not answer, or does not lead to a receipt.
  func settled(_ fields: [(String, String)]) async throws -> String {
    #expect(try await post("/parked/rehearse", fields).status == 200)
    let receipt = try await post("/parked/settle", fields + [("reason", "a test")])
    let path = try #require(receipt.location)
    var page = ""
    repeat {
      page = try await get(path).text
      if page.contains("Going on") { try await Task.sleep(for: .milliseconds(100)) }
    } while page.contains("Going on")
    return page
  }
}
