import Foundation
import QueueContracts

/// A made-up citizen of the sandbox, with what the portal knows of the family.
struct Citizen: Sendable, PersonalData {
  /// The situation's name, such as `accepted`: it names nobody.
  let id: String
  /// What the sandbox has ready for this family.
  let form: ApplicationForm
  let applicationId: ApplicationID

  var iin: String { form.applicant.iin }

  /// Situations that a signature makes, or a time that has passed: here everybody signs with the code, and now.
  private static let elsewhere: Set<String> = [
    "signature-invalid", "signer-mismatch", "window-closed", "accepted-by-sms",
  ]

  /// Reads the messages that the sandbox has ready; what is no application is left out.
  static func all(in folder: String) -> [Citizen] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let citizens = names.filter { $0.hasSuffix(".json") }.compactMap { name -> Citizen? in
      let id = String(name.dropLast(5))
      guard !elsewhere.contains(id), let body = FileManager.default.contents(atPath: "\(folder)/\(name)"),
        let message = try? WireCodec.decode(ApplicationSubmitted.self, from: body)
      else { return nil }
      return Citizen(id: id, form: message.form.form, applicationId: message.applicationId)
    }
    return citizens.sorted { (order($0.id), $0.id) < (order($1.id), $1.id) }
  }

  private static func order(_ id: String) -> Int { FamilyTexts.situations.firstIndex(of: id) ?? Int.max }
}
