import QueueContracts

/// Made-up names of one language community.
///
/// Any likeness to a person is chance.
package struct SampleNames: Sendable {
  /// Family names, each in the form for a man and the form for a woman.
  package let families: [(male: String, female: String)]
  package let men: [String]
  package let women: [String]
  /// Makes the patronymic from the father's name; gives nil if the community has no patronymics.
  package let patronymic: @Sendable (_ father: String, _ female: Bool) -> String?

  package static func of(_ language: Language) -> SampleNames {
    switch language {
    case .kk: kazakh
    case .ru: russian
    case .en: latin
    }
  }

  private static let kazakh = SampleNames(
    families: [
      "Әбдірахманов", "Бекқожин", "Ғабдуллин", "Жүнісов", "Көшербаев", "Қасымбеков", "Мұқанов", "Нұрғалиев",
      "Өмірзақов", "Сейітқалиев", "Төлегенов", "Ұзақбаев", "Үсенов", "Шәріпов", "Ысқақов", "Ілиясов",
    ].map { ($0, $0 + "а") },
    men: [
      "Әлихан", "Бауыржан", "Ғабит", "Дәурен", "Ержан", "Жәнібек", "Қайрат", "Мұрат", "Нұрлан", "Өркен", "Санжар",
      "Темірлан", "Ұлан", "Ілияс",
    ],
    women: [
      "Айгерім", "Аружан", "Әсел", "Балнұр", "Гүлнұр", "Жұлдыз", "Қарлығаш", "Мөлдір", "Нұргүл", "Сәуле", "Тоғжан",
      "Ұлжан", "Інжу",
    ],
    patronymic: { father, female in father + (female ? "қызы" : "ұлы") })

  private static let russian = SampleNames(
    families: ["Ковалёв", "Соколов", "Морозов", "Беляев", "Щербаков", "Воробьёв", "Ершов"].map { ($0, $0 + "а") },
    men: ["Антон", "Богдан", "Денис", "Иван", "Максим", "Роман", "Степан"],
    women: ["Анна", "Вера", "Дарья", "Елена", "Ксения", "Полина", "Юлия"],
    patronymic: { father, female in father + (female ? "овна" : "ович") })

  private static let latin = SampleNames(
    families: ["Novak", "Lindqvist", "Moreau", "Okafor", "Steiner"].map { ($0, $0) },
    men: ["Adam", "Daniel", "Martin", "Oscar", "Thomas"],
    women: ["Clara", "Emma", "Julia", "Nora", "Sophie"],
    patronymic: { _, _ in nil })
}
