import Admission
import QueueContracts

/// A register's answer with status 200, as the contract's documents describe it (section 5).
package struct RegisterAnswer: Sendable {
  package let register: Register
  package let type: any DescribedBody.Type
  /// Examples of answers, each with a name.
  package let examples: [(name: String, json: String)]

  package static let all: [RegisterAnswer] = [
    RegisterAnswer(
      register: .civilRegistration, type: CivilRegistration.self,
      examples: [
        ("minimal", "{}"),
        ("typical", #"{ "parents": ["850101300005", "991231500006"], "birthDate": "2019-05-12" }"#),
      ]),
    RegisterAnswer(register: .socialAssistance, type: SocialAssistance.self, examples: [("typical", "{}")]),
    RegisterAnswer(register: .unemployment, type: Unemployment.self, examples: [("typical", "{}")]),
    RegisterAnswer(
      register: .guardianship, type: Guardianship.self,
      examples: [("typical", #"{ "guardian": "850101300005" }"#)]),
  ]
}

extension CivilRegistration: DescribedBody {
  package static var summary: String { "The record of the child's birth (S-enrol.2)." }
  package static var notes: [String: FieldNote] {
    [
      "parents":
        FieldNote(
          "The IINs of the child's parents; null, absent or empty if the record names none, and then no applicant is "
            + "refused with `applicant.notParent`."),
      "birthDate": "The child's day of birth; null or absent if the record has none. Then the form's date is used.",
    ]
  }
}

extension SocialAssistance: DescribedBody {
  package static var summary: String {
    "Any object means that the person's family receives targeted social assistance (S-enrol.5a)."
  }
  package static var notes: [String: FieldNote] { [:] }
}

extension Unemployment: DescribedBody {
  package static var summary: String { "Any object means that the person is registered as unemployed (S-enrol.5b)." }
  package static var notes: [String: FieldNote] { [:] }
}

extension Guardianship: DescribedBody {
  package static var summary: String { "The child's guardian (S-enrol.5d)." }
  package static var notes: [String: FieldNote] { ["guardian": "The guardian's IIN."] }
}
