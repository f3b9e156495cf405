public import Configuration
import Foundation
import SystemPackage

/// Typed reading of configuration keys, with errors that a person can act on.
public struct Settings: Sendable {
  private let reader: ConfigReader

  public init(_ reader: ConfigReader) { self.reader = reader }

  /// The environment; and the file of `KEY=value` lines that `CONFIG_FILE` names, for keys that the environment lacks.
  public static func fromEnvironment() async throws -> Settings {
    let environment = EnvironmentVariablesProvider()
    guard let path = ConfigReader(provider: environment).string(forKey: "config.file") else {
      return Settings(ConfigReader(provider: environment))
    }
    guard FileManager.default.isReadableFile(atPath: path) else {
      throw SettingsError(key: "CONFIG_FILE", problem: "names a file that cannot be read")
    }
    let file = try await EnvironmentVariablesProvider(environmentFilePath: FilePath(path))
    return Settings(ConfigReader(providers: [environment, file]))
  }

  /// The text of `KEY`, nil where it is absent or empty.
  public func text(_ key: String) -> String? {
    let path = key.lowercased().split(separator: "_").map(String.init)
    let text = reader.string(forKey: ConfigKey(path), isSecret: key.hasSuffix("URL"))
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// - Throws: ``SettingsError`` where it is absent or empty.
  public func required(_ key: String, example: String) throws(SettingsError) -> String {
    guard let text = text(key) else { throw SettingsError(key: key, problem: "is not set; for example \(example)") }
    return text
  }

  /// - Throws: ``SettingsError`` where it is no whole number of the range.
  public func integer(_ key: String, default value: Int, in range: ClosedRange<Int>) throws(SettingsError) -> Int {
    guard let text = text(key) else { return value }
    guard let number = Int(text), range.contains(number) else {
      throw SettingsError(key: key, problem: "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// Whole numbers separated by commas.
  ///
  /// - Throws: ``SettingsError`` where one is no whole number of the range.
  public func integers(_ key: String, default value: [Int], in range: ClosedRange<Int>) throws(SettingsError) -> [Int] {
    guard let text = text(key) else { return value }
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Int($0.trimmingCharacters(in: .whitespaces))
    }
    guard !numbers.isEmpty, numbers.allSatisfy({ $0.map(range.contains) ?? false }) else {
      throw SettingsError(
        key: key,
        problem: "must be whole numbers from \(range.lowerBound) to \(range.upperBound), separated by commas")
    }
    return numbers.compactMap { $0 }
  }

  /// One of a few words.
  ///
  /// - Throws: ``SettingsError`` where it is another word.
  public func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, default value: Choice
  ) throws(SettingsError) -> Choice where Choice.RawValue == String {
    guard let text = text(key) else { return value }
    guard let choice = Choice(rawValue: text.lowercased()) else {
      let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw SettingsError(key: key, problem: "must be one of \(words)")
    }
    return choice
  }
}

/// A configuration key that cannot be used.
///
/// Names the key and never its value: some of them are secrets.
public struct SettingsError: Error, Equatable, Sendable, CustomStringConvertible {
  public let key: String
  public let problem: String

  public init(key: String, problem: String) { (self.key, self.problem) = (key, problem) }

  public var description: String { "\(key) \(problem)." }
}
