public import Configuration
public import Foundation
import SystemPackage

/// Reads configuration keys as values of a type; an error names the key and what is wrong with its value.
public struct Settings: Sendable {
  private let reader: ConfigReader

  /// Reads keys from the reader's providers.
  public init(_ reader: ConfigReader) { self.reader = reader }

  /// Reads keys from a dictionary, for example in a test.
  public init(_ values: [String: String]) {
    self.init(ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: values)))
  }

  /// Reads the environment and, if `CONFIG_FILE` is set, the file that it names.
  ///
  /// The file has one `KEY=value` on each line. If a key is in the file and in the environment, the environment's
  /// value counts.
  ///
  /// - Parameter given: keys and values that take precedence over the environment and the file.
  /// - Returns: the settings.
  /// - Throws: ``SettingsError`` if the file cannot be read.
  public static func fromEnvironment(given: [String: String] = [:]) async throws -> Settings {
    let environment: [any ConfigProvider] = [
      EnvironmentVariablesProvider(environmentVariables: given), EnvironmentVariablesProvider(),
    ]
    guard let path = Settings(ConfigReader(providers: environment)).text("CONFIG_FILE") else {
      return Settings(ConfigReader(providers: environment))
    }
    guard FileManager.default.isReadableFile(atPath: path) else {
      throw SettingsError(key: "CONFIG_FILE", file: FileProblem("cannot be read"))
    }
    let file = try await EnvironmentVariablesProvider(environmentFilePath: FilePath(path))
    return Settings(ConfigReader(providers: environment + [file]))
  }

  /// The text of a key; nil if the key is absent or empty.
  public func text(_ key: String) -> String? {
    let path = key.lowercased().split(separator: "_").map(String.init)
    let text = reader.string(forKey: ConfigKey(path), isSecret: key.hasSuffix("URL"))
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The text of a key that has to be set.
  ///
  /// - Parameters:
  ///   - key: the key.
  ///   - example: a good value, which the error's text shows.
  /// - Returns: a text that is not empty.
  /// - Throws: ``SettingsError`` if the key is absent or empty.
  public func required(_ key: String, example: String) throws(SettingsError) -> String {
    guard let text = text(key) else { throw SettingsError(key: key, problem: "is not set; for example \(example)") }
    return text
  }

  /// The parsed content of the file that a key names; nil if the key is absent or empty.
  ///
  /// - Parameters:
  ///   - key: the key.
  ///   - parse: reads the file's content.
  /// - Returns: the result of `parse`.
  /// - Throws: ``SettingsError`` if the file cannot be read, or with the text of the error that `parse` throws.
  public func file<Value, Problem: Error & CustomStringConvertible>(
    _ key: String, parse: (Data) throws(Problem) -> Value
  ) throws(SettingsError) -> Value? {
    guard let path = text(key) else { return nil }
    guard let content = FileManager.default.contents(atPath: path) else {
      throw SettingsError(key: key, file: FileProblem("cannot be read"))
    }
    do throws(Problem) {
      return try parse(content)
    } catch {
      throw SettingsError(key: key, file: FileProblem("cannot be used: \(error)"))
    }
  }

  /// The whole number of a key.
  ///
  /// - Parameters:
  ///   - key: the key.
  ///   - value: the number if the key is absent or empty.
  ///   - range: the numbers that are allowed.
  /// - Returns: a number in the range, or the default.
  /// - Throws: ``SettingsError`` if the text is not a whole number in the range.
  public func integer(_ key: String, default value: Int, in range: ClosedRange<Int>) throws(SettingsError) -> Int {
    guard let text = text(key) else { return value }
    guard let number = Int(text), range.contains(number) else {
      throw SettingsError(key: key, problem: "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// The whole numbers of a key, separated by commas.
  ///
  /// - Parameters:
  ///   - key: the key.
  ///   - value: the numbers if the key is absent or empty.
  ///   - range: the numbers that are allowed.
  /// - Returns: at least one number, or the default.
  /// - Throws: ``SettingsError`` if an item is not a whole number in the range.
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

  /// The choice that a key names by its raw value, in upper or lower case.
  ///
  /// - Parameters:
  ///   - key: the key.
  ///   - value: the choice if the key is absent or empty.
  /// - Returns: the named choice, or the default.
  /// - Throws: ``SettingsError`` if the key names no choice.
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
/// The error names the key and never shows the value, because some values are secrets.
public struct SettingsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The key's name, for example `AMQP_URL`.
  public let key: String
  /// The problem, as a phrase that follows the key's name.
  public let problem: String

  /// Creates an error; `problem` is a phrase that follows the key's name.
  public init(key: String, problem: String) {
    self.key = key
    self.problem = problem
  }

  /// One sentence for an operator.
  public var description: String { "\(key) \(problem)." }
}
