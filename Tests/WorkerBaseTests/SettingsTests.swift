import Foundation
import Testing
import WorkerBase

@Suite("Settings")
struct SettingsTests {
  private enum Colour: String, CaseIterable { case red, green }

  private func settings(_ variables: [String: String]) -> Settings {
    Settings(variables)
  }

  @Test("If `CONFIG_FILE` is empty, no file is read")
  func noFile() async throws {
    let settings = try await Settings.fromEnvironment(given: ["CONFIG_FILE": "", "LANES": "3"])
    #expect(settings.text("LANES") == "3")
  }

  @Test("A key that is absent or empty has its default value", arguments: [[:], ["KEY": ""]])
  func defaults(variables: [String: String]) throws {
    let settings = settings(variables)
    #expect(settings.text("KEY") == nil)
    #expect(try settings.integer("KEY", default: 7, in: 1...9) == 7)
    #expect(try settings.integers("KEY", default: [1, 2], in: 1...9) == [1, 2])
    #expect(try settings.choice("KEY", default: Colour.green) == .green)
    #expect(try settings.file("KEY") { (_) throws(SettingsError) in 1 } == nil)
    #expect(throws: SettingsError(key: "KEY", problem: "is not set; for example a")) {
      try settings.required("KEY", example: "a")
    }
  }

  @Test("The error for a bad value names the key and does not show the value")
  func refused() {
    let settings = settings(["KEY": "/secret", "NUMBER": "10", "NUMBERS": "1,,2"])
    #expect(throws: SettingsError(key: "NUMBER", problem: "must be a whole number from 1 to 9")) {
      try settings.integer("NUMBER", default: 1, in: 1...9)
    }
    #expect(throws: SettingsError(key: "NUMBERS", problem: "must be whole numbers from 1 to 9, separated by commas")) {
      try settings.integers("NUMBERS", default: [], in: 1...9)
    }
    #expect(throws: SettingsError(key: "KEY", problem: "must be one of red, green")) {
      try settings.choice("KEY", default: Colour.red)
    }
    #expect(throws: SettingsError(key: "KEY", problem: "names a file that cannot be read")) {
      try settings.file("KEY") { (_) throws(SettingsError) in 1 }
    }
  }

  @Test("A word may be in upper or lower case, and numbers may have blanks around them")
  func read() throws {
    let settings = settings(["COLOUR": "Green", "NUMBERS": "1, 2"])
    #expect(try settings.choice("COLOUR", default: Colour.red) == .green)
    #expect(try settings.integers("NUMBERS", default: [], in: 1...9) == [1, 2])
  }
}
