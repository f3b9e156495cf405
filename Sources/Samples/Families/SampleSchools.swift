import QueueContracts

/// A school that families of the sample apply to, or that a child leaves.
///
/// The schools and their numbers are made up.
package struct SampleSchool: Sendable {
  package let bin: String
  package let name: LocalizedText
  package let isSpecial: Bool

  package static let all = [general(1), general(2), general(3), special]

  /// The schools that take ordinary applications.
  static let nearby = [all[0], all[1]]
  /// The school that children leave.
  package static let releasing = all[2]
  package static let special = SampleSchool(
    bin: bin(serial: 90_004),
    name: LocalizedText(
      kk: "№ 4 арнайы мектеп (үлгі)", ru: "Специальная школа № 4 (образец)", en: "Special school No. 4 (sample)"),
    isSpecial: true)

  /// The BIN of a school that the sample's directory does not have.
  static let unknownBin = bin(serial: 90_099)

  private static func general(_ number: Int) -> SampleSchool {
    SampleSchool(
      bin: bin(serial: 90_000 + number),
      name: LocalizedText(
        kk: "№ \(number) жалпы білім беретін мектеп (үлгі)", ru: "Общеобразовательная школа № \(number) (образец)",
        en: "General school No. \(number) (sample)"),
      isSpecial: false)
  }

  /// The BIN of a resident entity's head office, registered in January 2001, with the check digit that fits.
  private static func bin(serial: Int) -> String {
    guard let bin = (0...9).lazy.compactMap({ BIN("010140\(serial)\($0)") }).first else {
      preconditionFailure("a BIN with the serial \(serial) is never issued; choose another")
    }
    return bin.digits
  }

  /// The directory of schools: the file that the contract's section 5 describes.
  package static var csv: String {
    let rows = all.map { school in
      [school.bin, school.name.kk, school.name.ru, school.name.en, school.isSpecial ? "special" : "general"]
        .joined(separator: ",")
    }
    return (["bin,name_kk,name_ru,name_en,kind"] + rows).joined(separator: "\n") + "\n"
  }
}
