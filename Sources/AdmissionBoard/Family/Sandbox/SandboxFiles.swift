import Admission
import Foundation
import QueueContracts

/// The files with the sandbox's state registers and schools; the workers read a file again when it changes.
struct SandboxFiles: Sendable {
  /// The way in which a register answers.
  enum State: Sendable {
    case answers
    /// The register gives no answer about some people.
    case answersInPart
    case isSilent
  }

  let folder: FamilyFolder

  // MARK: Registers

  /// - Throws: ``BoardError`` if the file cannot be read.
  func state(of register: Register) throws(BoardError) -> State {
    let registers = try registers()
    if Self.silent(in: registers).contains(register.rawValue) { return .isSilent }
    let records = registers[register.rawValue] as? [String: Any] ?? [:]
    return records.values.contains { !($0 is [String: Any]) } ? .answersInPart : .answers
  }

  /// Stops the answers of a register, as an outage does.
  ///
  /// - Throws: ``BoardError`` if the file cannot be read or written.
  func silence(_ register: Register) throws(BoardError) {
    var registers = try registers()
    registers["unavailable"] = Self.silent(in: registers).union([register.rawValue]).sorted()
    try write(registers)
  }

  /// Makes a register answer about everybody again.
  ///
  /// - Throws: ``BoardError`` if the file cannot be read or written.
  func mend(_ register: Register) throws(BoardError) {
    var registers = try registers()
    registers["unavailable"] = Self.silent(in: registers).subtracting([register.rawValue]).sorted()
    if let records = registers[register.rawValue] as? [String: Any] {
      registers[register.rawValue] = records.mapValues { $0 as? [String: Any] ?? [:] }
    }
    try write(registers)
  }

  private static func silent(in registers: [String: Any]) -> Set<String> {
    Set(registers["unavailable"] as? [String] ?? [])
  }

  private func registers() throws(BoardError) -> [String: Any] {
    guard let content = FileManager.default.contents(atPath: folder.registers),
      let registers = try? JSONSerialization.jsonObject(with: content) as? [String: Any]
    else { throw .unavailable("The registers of this sandbox cannot be read.") }
    return registers
  }

  private func write(_ registers: [String: Any]) throws(BoardError) {
    do {
      let content = try JSONSerialization.data(withJSONObject: registers, options: [.prettyPrinted, .sortedKeys])
      try content.write(to: URL(filePath: folder.registers), options: .atomic)
    } catch {
      throw .unavailable("The registers of this sandbox cannot be written.")
    }
  }

  // MARK: The directory of schools

  /// The BIN of the school to which the family `school-unknown` applies; nil if the sandbox does not have this family.
  ///
  /// When the sandbox starts, the directory does not have this school.
  var missingSchool: String? { folder.citizens.first { $0.id == "school-unknown" }?.form.school.bin }

  /// Enters a school in the directory, or removes it.
  ///
  /// - Throws: ``BoardError`` if the file cannot be read or written.
  func enter(school bin: String, isKnown: Bool) throws(BoardError) {
    guard let content = FileManager.default.contents(atPath: folder.schools) else {
      throw .unavailable("The schools of this sandbox cannot be read.")
    }
    var rows = String(decoding: content, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("\(bin),") }
    if isKnown {
      rows.append("\(bin),№ 99 жаңа мектеп (үлгі),Новая школа № 99 (образец),New school No. 99 (sample),general")
    }
    do {
      try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: folder.schools), options: .atomic)
    } catch {
      throw .unavailable("The schools of this sandbox cannot be written.")
    }
  }
}
