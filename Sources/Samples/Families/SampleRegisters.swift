import QueueContracts

/// The state registers' records about the sample's families, for the file that the contract's section 5 describes.
package struct SampleRegisters: Encodable, Equatable, Sendable {
  package struct CivilRecord: Encodable, Equatable, Sendable {
    package let parents: [String]
    package let birthDate: CivilDate
  }

  package struct Guardianship: Encodable, Equatable, Sendable {
    package let guardian: String
  }

  package struct Found: Encodable, Equatable, Sendable {
    /// False if the record is written in an unreadable form, so the register seems down for this person alone.
    package var isReadable = true

    private enum NoKeys: CodingKey {}

    package func encode(to encoder: any Encoder) throws {
      if isReadable {
        _ = encoder.container(keyedBy: NoKeys.self)
      } else {
        var container = encoder.singleValueContainer()
        try container.encode("no answer")
      }
    }
  }

  package var civilRegistration: [String: CivilRecord] = [:]
  package var socialAssistance: [String: Found] = [:]
  package var unemployment: [String: Found] = [:]
  package var guardianship: [String: Guardianship] = [:]

  enum CodingKeys: String, CodingKey {
    case civilRegistration = "civil-registration"
    case socialAssistance = "social-assistance"
    case unemployment, guardianship
  }

  package mutating func enter(_ family: SampleFamily) {
    civilRegistration[family.child.iin] = CivilRecord(
      parents: [family.mother.iin, family.father.iin], birthDate: family.child.birthDate)
  }
}
