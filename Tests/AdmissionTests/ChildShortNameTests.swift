import Admission
import QueueContracts
import Testing

@Suite("A child's short name")
struct ChildShortNameTests {
  @Test(
    "The short name is the given name and the first letter of the family name, if the family name has a letter",
    arguments: [
      ("Айша", "Сәрсенова", "Айша С."), ("Айша", "-", "Айша"), ("Айша", ".", "Айша"), ("Айша", " ", "Айша"),
      ("Айша", "  Сәрсенова", "Айша С."), ("Айша", "'Абди", "Айша А."), ("Айша", "\u{2BC}Әлиева", "Айша Ә."),
      ("Айша", "- Ким", "Айша К."), ("  Айша\u{A0} ", "Сәрсенова", "Айша С."), (" Айша ", "-", "Айша"),
      ("Анна Мария", "И\u{306}он", "Анна Мария И\u{306}."), (" ", "Ким", "К."), ("-", "-", "-"), (" ", " ", " "),
    ])
  func shortName(givenName: String, familyName: String, expected: String) {
    var child = Forms.enrolment().child
    child.givenName = givenName
    child.familyName = familyName
    #expect(child.shortName == expected)
    #expect(ShortName.accepts(child.shortName))
  }
}
