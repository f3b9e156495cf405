import Foundation
import QueueContracts

/// A made-up citizen of the sandbox, with what the portal knows about the family.
struct Citizen: Sendable, PersonalData {
  /// The name of the family's situation, such as `accepted`, which identifies no person.
  let id: String
  /// The filled-in form that the sandbox has prepared for this family.
  let form: ApplicationForm
  let applicationId: ApplicationID

  var iin: String { form.applicant.iin }

  /// The prepared situations that the board does not offer as citizens.
  ///
  /// They need another kind of signature or a past time of submission, but on the board every citizen signs with a code
  /// and at the current time.
  private static let notOffered: Set<String> = [
    "signature-invalid", "signer-mismatch", "window-closed", "accepted-by-sms",
  ]

  /// Reads the submissions that the sandbox has prepared, and skips every other file.
  static func all(in folder: String) -> [Citizen] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let citizens = names.filter { $0.hasSuffix(".json") }.compactMap { name -> Citizen? in
      let id = String(name.dropLast(5))
      guard !notOffered.contains(id), let body = FileManager.default.contents(atPath: "\(folder)/\(name)"),
        let message = try? WireCodec.decode(ApplicationSubmitted.self, from: body)
      else { return nil }
      return Citizen(id: id, form: message.form.form, applicationId: message.applicationId)
    }
    return citizens.sorted { (order($0.id), $0.id) < (order($1.id), $1.id) }
  }

  private static func order(_ id: String) -> Int { FamilyTexts.situations.firstIndex(of: id) ?? Int.max }
}
