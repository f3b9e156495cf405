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

  struct Found: Encodable, Equatable {}

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
