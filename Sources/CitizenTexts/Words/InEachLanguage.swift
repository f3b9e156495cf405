import QueueContracts

/// A value in each of the three languages.
struct InEachLanguage<Value> {
  let kk: Value
  let ru: Value
  let en: Value

  init<E: Error>(_ make: (Language) throws(E) -> Value) throws(E) {
    kk = try make(.kk)
    ru = try make(.ru)
    en = try make(.en)
  }

  subscript(language: Language) -> Value {
    switch language {
    case .kk: kk
    case .ru: ru
    case .en: en
    }
  }
}

extension InEachLanguage {
  /// Makes a text in each language from the value of that language.
  func text(_ part: (Value) -> String) -> LocalizedText { LocalizedText(kk: part(kk), ru: part(ru), en: part(en)) }
}

extension InEachLanguage: Sendable where Value: Sendable {}
extension InEachLanguage: Equatable where Value: Equatable {}
extension InEachLanguage: Hashable where Value: Hashable {}
