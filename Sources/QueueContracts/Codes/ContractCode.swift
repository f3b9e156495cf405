/// The codes of reasons that the contract defines, for masked views and for statistics.
package enum ContractCode {
  /// All codes of a ``ReasonCode`` or a ``SchoolReasonCode``.
  package static let all = ReasonCode.allCases.map(\.rawValue) + SchoolReasonCode.allCases.map(\.rawValue)

  /// The word for every code that the contract does not define.
  package static let other = "other"

  private static let known = Set(all)

  /// The code if the contract defines it, otherwise ``other``: a school may write anything as a code of its own.
  package static func shown(_ code: String) -> String { known.contains(code) ? code : other }
}
