import QueueContracts

/// What the state registers say of the sample's families: the file of contract section 5.
struct SampleRegisters: Encodable, Equatable {
  struct CivilRecord: Encodable, Equatable {
    let parents: [String]
    let birthDate: CivilDate
  }

  struct Guardianship: Encodable, Equatable {
    let guardian: String
  }

  struct Found: Encodable, Equatable {
    /// A record that is no object counts as no answer: of this person alone the register seems down.
    var isReadable = true

    private enum NoKeys: CodingKey {}

    func encode(to encoder: any Encoder) throws {
      if isReadable {
        _ = encoder.container(keyedBy: NoKeys.self)
      } else {
        var container = encoder.singleValueContainer()
        try container.encode("no answer")
      }
    }
  }

  var civilRegistration: [String: CivilRecord] = [:]
  var socialAssistance: [String: Found] = [:]
  var unemployment: [String: Found] = [:]
  var guardianship: [String: Guardianship] = [:]

  enum CodingKeys: String, CodingKey {
    case civilRegistration = "civil-registration"
    case socialAssistance = "social-assistance"
    case unemployment, guardianship
  }

  mutating func enter(_ family: SampleFamily) {
    civilRegistration[family.child.iin] = CivilRecord(
      parents: [family.mother.iin, family.father.iin], birthDate: family.child.birthDate)
  }
}
