import Admission
import QueueContracts

/// The values that are filled into a letter (the text of an entry) in one language.
struct LetterValues: Sendable {
  /// The child's given name and initial; nil if the application's signature is not genuine, or has not been verified.
  var child: String?
  var number: String
  var bin: String
  /// The school's name; empty if the directory has none in this language.
  var school: String
  var phone: String?
  var address: String?
  /// The moment by which the answer is due, written in the form of the text `date.moment`.
  var due: String?
  /// The number of the application that this one duplicates.
  ///
  /// The number is nil if there is no such application, or if the applicant must not be told the number.
  var duplicateOf: String?
  /// The school's own words for each reason; nil for a reason that the workers put into words.
  ///
  /// The list is empty if the school wrote no words for any reason.
  var ownWords: [String?]
}

extension LetterValues {
  init(_ update: ProcessingUpdated, _ context: LetterContext, _ language: Language, due: String?) {
    child = update.childName
    number = update.number.text
    bin = update.school.bin
    school = context.school?.name[language] ?? ""
    phone = context.school?.phone
    address = context.school?.address?[language]
    self.due = due
    duplicateOf = context.duplicateOf?.text
    let hasOwnWords = update.reasons.contains { $0.text != nil }
    ownWords = hasOwnWords ? update.reasons.map { $0.text?[language] } : []
  }
}

// MARK: - Gaps

/// A gap in a letter, into which a value is filled.
enum Gap: Equatable, Sendable {
  case child, number, bin, school, phone, address, due, duplicateOf
  /// The school's own words for the reason with this index.
  case ownWords(Int)

  private static let fixed: [Gap] = [.child, .number, .bin, .school, .phone, .address, .due, .duplicateOf]
  /// The scalars that stand for gaps: Unicode noncharacters.
  ///
  /// Bounded texts have none; `withoutMarkers` removes them from a reason's code.
  private static let markers: ClosedRange<UInt32> = 0xFDD0...0xFDEF

  /// Creates the gap that a scalar stands for; nil if the scalar belongs to a text.
  init?(marker: Unicode.Scalar) {
    guard Self.markers.contains(marker.value) else { return nil }
    let index = Int(marker.value - Self.markers.lowerBound)
    self = index < Self.fixed.count ? Self.fixed[index] : .ownWords(index - Self.fixed.count)
  }

  /// The text that stands for the gap while a letter is built.
  var marker: String {
    let index: Int =
      switch self {
      case .ownWords(let reason): Self.fixed.count + reason
      default: Self.fixed.firstIndex(of: self) ?? 0
      }
    return Unicode.Scalar(Self.markers.lowerBound + UInt32(index)).map { String(Character($0)) } ?? ""
  }
}

extension String {
  /// The text without the scalars that stand for gaps, so that a sender's text has no gaps.
  var withoutMarkers: String {
    unicodeScalars.contains { Gap(marker: $0) != nil }
      ? String(String.UnicodeScalarView(unicodeScalars.filter { Gap(marker: $0) == nil })) : self
  }
}

extension LetterValues {
  /// Fills each value that a letter of this shape has with the marker of that value's gap.
  init(gapsOf shape: LetterShape, _ language: Language) {
    child = shape.namesChild ? Gap.child.marker : nil
    number = Gap.number.marker
    bin = Gap.bin.marker
    school = shape.school?.hasName[language] == true ? Gap.school.marker : ""
    phone = shape.school?.hasPhone == true ? Gap.phone.marker : nil
    address = shape.school?.hasAddress == true ? Gap.address.marker : nil
    due = shape.deadline != nil ? Gap.due.marker : nil
    duplicateOf = shape.namesFirstApplication ? Gap.duplicateOf.marker : nil
    ownWords = shape.reasons.enumerated().map { $1.ownWords == nil ? nil : Gap.ownWords($0).marker }
  }

  /// The value that is filled into a gap.
  subscript(gap: Gap) -> String {
    switch gap {
    case .child: child ?? ""
    case .number: number
    case .bin: bin
    case .school: school
    case .phone: phone ?? ""
    case .address: address ?? ""
    case .due: due ?? ""
    case .duplicateOf: duplicateOf ?? ""
    case .ownWords(let reason): ownWords.indices.contains(reason) ? (ownWords[reason] ?? "").indented : ""
    }
  }
}

extension String {
  /// The text as a point of a list.
  ///
  /// If the text has several lines, they stay one point of the list. So no line looks like a line of the letter itself.
  var indented: String { utf8.contains(UInt8(ascii: "\n")) ? replacing("\n", with: "\n  ") : self }
}
