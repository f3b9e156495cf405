import Admission
import Foundation
import Logging
import QueueContracts
import WorkerBase

/// Registers as a JSON file (`REGISTERS_URL=file:///registers.json`).
///
/// The file is for trials, and for places without a connection to the state's registers.
///
/// If the file is missing or broken, all registers are unavailable.
struct FileRegisterSource: RegisterSource {
  private let file: ReloadedFile<RegistersFile>

  init(path: String, logger: Logger) {
    file = ReloadedFile(path: path, what: "registers", logger: logger, parse: RegistersFile.init)
  }

  func answer(of register: Register, about iin: IIN) async -> Lookup<Data> {
    guard case .current(let registers) = file.latest(), !registers.unavailable.contains(register.rawValue)
    else { return .unavailable }
    guard let record = registers.records[register]?[iin.digits] else { return .notFound }
    return .found(record)
  }
}

/// The content of the file: for each register an object keyed by IIN, and the names of registers that are unavailable.
struct RegistersFile: Sendable {
  private(set) var records: [Register: [String: Data]] = [:]
  private(set) var unavailable: Set<String> = []

  /// Reads the file's content.
  ///
  /// - Throws: `FileProblem`, or an error of the JSON reader.
  init(_ json: Data) throws {
    guard let object = try JSONSerialization.jsonObject(with: json) as? [String: Any] else {
      throw FileProblem("is not a JSON object")
    }
    if let names = object["unavailable"] {
      guard let names = names as? [String] else {
        throw FileProblem("has an `unavailable` that is not a list of names")
      }
      unavailable = Set(names)
    }
    for register in Register.allCases {
      guard let section = object[register.rawValue] else { continue }
      guard let section = section as? [String: Any] else {
        throw FileProblem("has a `\(register.rawValue)` that is not an object")
      }
      records[register] = try section.mapValues {
        try JSONSerialization.data(withJSONObject: $0, options: .fragmentsAllowed)
      }
    }
  }
}
