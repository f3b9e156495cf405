import Admission
import QueueContracts
import Testing

@Suite("The rules of a transfer")
struct TransferRulesTests {
  static let cases: [(String, ApplicationForm, [String])] = [
    ("papers that agree are accepted", Forms.transfer(), []),
    ("a slip for the grade below is accepted, because a summer lies between", Forms.transfer { $0.grade = 6 }, []),
    ("a slip for two grades below is refused", Forms.transfer { $0.grade = 7 }, ["transfer.slipMismatch/grade"]),
    ("a slip for the grade above is refused", Forms.transfer { $0.grade = 4 }, ["transfer.slipMismatch/grade"]),
    (
      "another child's slip is refused", Forms.transfer { $0.transfer?.deregistrationSlip.childIin = Forms.otherAdult },
      ["transfer.slipMismatch/child"]
    ),
    (
      "another school's slip is refused",
      Forms.transfer { $0.transfer?.deregistrationSlip.fromSchoolBin = Forms.school },
      ["transfer.slipMismatch/school"]
    ),
    (
      "a transfer from a school to itself is refused",
      Forms.transfer { $0.school.bin = Forms.otherSchool }, ["transfer.sameSchool"]
    ),
    (
      "an identity card of eight digits is refused",
      Forms.transfer { $0.transfer?.identityDocument.number = "01234567" },
      ["transfer.identityMismatch"]
    ),
    (
      "an identity card with a letter is refused",
      Forms.transfer { $0.transfer?.identityDocument.number = "01234567a" },
      ["transfer.identityMismatch"]
    ),
    (
      "a passport number in any format is accepted",
      Forms.transfer { $0.transfer?.identityDocument = IdentityDocument(type: .passport, number: "N 0123-Қ") }, []
    ),
    (
      "a birth certificate without a number is refused",
      Forms.transfer { $0.transfer?.identityDocument = IdentityDocument(type: .birthCertificate, number: "") },
      ["transfer.identityMismatch"]
    ),
    (
      "a passport number of 33 characters is refused",
      Forms.transfer {
        $0.transfer?.identityDocument = IdentityDocument(type: .passport, number: String(repeating: "Қ", count: 33))
      }, ["transfer.identityMismatch"]
    ),
    (
      "all reasons come at once, in the contract's order",
      Forms.transfer {
        $0.school.bin = Forms.otherSchool
        $0.transfer?.deregistrationSlip = DeregistrationSlip(
          number: "A-17", issuedOn: CivilDate("2026-06-10")!, childIin: "", fromSchoolBin: "", grade: 12)
        $0.transfer?.identityDocument.number = ""
      },
      [
        "transfer.sameSchool", "transfer.slipMismatch/child", "transfer.slipMismatch/school",
        "transfer.slipMismatch/grade", "transfer.identityMismatch",
      ]
    ),
  ]

  @Test("Each case is judged as the table says", arguments: cases.indices)
  func table(_ index: Int) {
    let (name, form, expected) = Self.cases[index]
    let found = TransferRules.reasons(form).map { $0.code + ($0.subject.map { "/\($0)" } ?? "") }
    #expect(found == expected, "\(name)")
  }
}
