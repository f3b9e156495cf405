/// A window of its own for the schools of a region, as in a campaign that opens in stages.
public struct RegionWindow: Sendable, Equatable {
  public let name: String
  /// The beginnings of its schools' BINs, or whole BINs.
  public let bins: [String]
  /// Days of the year, both inclusive.
  public let days: ClosedRange<MonthDay>

  public init(name: String, bins: [String], days: ClosedRange<MonthDay>) {
    self.name = name
    self.bins = bins
    self.days = days
  }

  /// The length of the longest beginning that the school's BIN has; nil if it is none of the region's schools.
  func match(_ school: String) -> Int? { bins.filter(school.hasPrefix).map(\.count).max() }
}

extension RulesEdition {
  /// The days on which applications for the first grade of a school are received (S-window).
  ///
  /// A school that two regions name belongs to the one that names more of its BIN.
  public func firstGradeWindow(of school: String) -> ClosedRange<MonthDay> {
    let matches = regions.compactMap { region in region.match(school).map { (length: $0, days: region.days) } }
    return matches.max { $0.length < $1.length }?.days ?? firstGradeWindow
  }
}
