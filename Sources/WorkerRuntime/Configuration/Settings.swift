public import Configuration
public import Foundation
import SystemPackage

/// Typed reading of configuration keys, with errors that a person can act on.
public struct Settings: Sendable {
  private let reader: ConfigReader

  public init(_ reader: ConfigReader) { self.reader = reader }

  /// The environment; and the file of `KEY=value` lines that `CONFIG_FILE` names, for keys that the environment lacks.
  ///
  /// - Parameter given: keys and values that go before both.
  public static func fromEnvironment(given: [String: String] = [:]) async throws -> Settings {
    let environment: [any ConfigProvider] = [
      EnvironmentVariablesProvider(environmentVariables: given), EnvironmentVariablesProvider(),
    ]
    guard let path = Settings(ConfigReader(providers: environment)).text("CONFIG_FILE") else {
      return Settings(ConfigReader(providers: environment))
    }
    guard FileManager.default.isReadableFile(atPath: path) else {
      throw SettingsError(key: "CONFIG_FILE", problem: "names a file that cannot be read")
    }
    let file = try await EnvironmentVariablesProvider(environmentFilePath: FilePath(path))
    return Settings(ConfigReader(providers: environment + [file]))
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

  /// What the file holds that `KEY` names, nil where it is absent or empty.
  ///
  /// - Throws: ``SettingsError`` where the file cannot be read, or `parse` says what is wrong with it.
  public func file<Value, Problem: Error & CustomStringConvertible>(
    _ key: String, parse: (Data) throws(Problem) -> Value
  ) throws(SettingsError) -> Value? {
    guard let path = text(key) else { return nil }
    guard let content = FileManager.default.contents(atPath: path) else {
      throw SettingsError(key: key, problem: "names a file that cannot be read")
    }
    do throws(Problem) {
      return try parse(content)
    } catch {
      throw SettingsError(key: key, problem: "names a file that cannot be used: \(error)")
    }
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
