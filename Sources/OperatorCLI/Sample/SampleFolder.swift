import Foundation
import Operations
import QueueContracts
import Samples

/// Writes a sample into a folder: messages, documents, registers, schools, and the list of families.
struct SampleFolder {
  let path: String

  /// The result: the folder, the counts of messages and documents, and the list of families for `history --families`.
  struct Summary: Encodable {
    let output: String
    let messages: Int
    let documents: Int
    let families: String
  }

  func write(_ town: SampleTown, count: Int) throws -> Summary {
    try refuseOtherSample(count: count)
    var town = town
    var families: [ListedFamily] = []
    var documents = 0
    for index in 0..<count {
      let application = try town.application(index)
      let file = "messages/\(Self.name(index, application.scenario, of: count))"
      try write(WireCodec.encode(application.message), to: file)
      for document in application.documents {
        try write(document.bytes, to: "documents/\(document.attached.reference)")
      }
      documents += application.documents.count
      families.append(
        ListedFamily(
          iin: application.message.form.form.applicant.iin, applicationId: application.message.applicationId,
          title: application.scenario.title, file: file))
    }
    try write(Self.readable(town.registers), to: "registers.json")
    try write(Data(SampleSchool.csv.utf8), to: "schools.csv")
    try write(Self.readable(families), to: "families.json")
    for file in try town.signatures.files { try write(Data(file.text.utf8), to: file.name) }
    return Summary(output: path, messages: count, documents: documents, families: "\(path)/families.json")
  }

  /// Throws if the folder holds another sample, because its messages would be published together with the new ones.
  private func refuseOtherSample(count: Int) throws(Failure) {
    let scenarios = SampleScenario.allCases
    let own = Set((0..<count).map { Self.name($0, scenarios[$0 % scenarios.count], of: count) })
    let present = (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/messages")) ?? []
    if let other = present.sorted().first(where: { !own.contains($0) }) {
      throw .badInput("\(path)/messages holds another sample (\(other)); choose a new folder or empty that one.")
    }
  }

  private func write(_ bytes: Data, to name: String) throws(Failure) {
    let url = URL(fileURLWithPath: path).appendingPathComponent(name)
    do {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try bytes.write(to: url)
    } catch {
      throw .couldNotBeDone("\(path)/\(name) cannot be written; see the folder's permissions and the free space.")
    }
  }

  private static func name(_ index: Int, _ scenario: SampleScenario, of count: Int) -> String {
    let (digits, width) = (String(index + 1), max(2, String(count).count))
    return String(repeating: "0", count: width - digits.count) + digits + "-\(scenario.rawValue).json"
  }

  private static func readable(_ value: some Encodable) throws(Failure) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(value) + Data("\n".utf8)
    } catch {
      throw .couldNotBeDone("The sample cannot be written as JSON.")
    }
  }
}
