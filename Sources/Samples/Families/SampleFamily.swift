import QueueContracts

/// Two parents and a child, all made up.
package struct SampleFamily: Sendable {
  package let language: Language
  package let mother: SamplePerson
  package let father: SamplePerson
  package let child: SamplePerson
}

package struct SamplePerson: Sendable {
  package let iin: String
  package let familyName: String
  package let givenName: String
  package let patronymic: String?
  package let birthDate: CivilDate
  package let phone: String

  package func applying(as relation: Relation) -> Applicant {
    Applicant(
      iin: iin, familyName: familyName, givenName: givenName, patronymic: patronymic, relation: relation, phone: phone)
  }

  var asChild: Child {
    Child(iin: iin, familyName: familyName, givenName: givenName, patronymic: patronymic, birthDate: birthDate)
  }
}

/// Makes families that share no IIN.
package struct SamplePopulation: Sendable {
  private var iins: Set<String> = []

  package mutating func family(_ language: Language, childBorn year: Int, _ random: inout SampleRandom) -> SampleFamily
  {
    let names = SampleNames.of(language)
    let family = random.pick(names.families)
    let (father, mother) = (random.pick(names.men), random.pick(names.women))
    let grandfathers = (random.pick(names.men), random.pick(names.men))
    let girl = random.number(in: 0...1) == 1

    func parent(_ given: String, _ grandfather: String, female: Bool, _ random: inout SampleRandom) -> SamplePerson {
      person(
        female ? family.female : family.male, given, names.patronymic(grandfather, female),
        born: year - random.number(in: 24...36), female: female, &random)
    }
    return SampleFamily(
      language: language,
      mother: parent(mother, grandfathers.0, female: true, &random),
      father: parent(father, grandfathers.1, female: false, &random),
      child: person(
        girl ? family.female : family.male, random.pick(girl ? names.women : names.men),
        names.patronymic(father, girl), born: year, female: girl, &random))
  }

  private mutating func person(
    _ familyName: String, _ givenName: String, _ patronymic: String?, born year: Int, female: Bool,
    _ random: inout SampleRandom
  ) -> SamplePerson {
    while true {
      let (month, day) = (random.number(in: 1...12), random.number(in: 1...28))
      guard let birthDate = CivilDate(year: year, month: month, day: day),
        let iin = IIN(birthDate: birthDate, female: female, serial: random.number(in: 0...9999)),
        iins.insert(iin.digits).inserted
      else { continue }
      return SamplePerson(
        iin: iin.digits, familyName: familyName, givenName: givenName, patronymic: patronymic, birthDate: birthDate,
        phone: "+7701000\(random.number(in: 1000...9999))")
    }
  }
}
