/// A region whose schools have their own window for applications, as in a campaign that opens in stages.
public struct RegionWindow: Sendable, Equatable {
  /// The region's name, for clerks.
  public let name: String
  /// The first digits of the BINs of the region's schools, or whole BINs.
  public let bins: [String]
  /// The days of the year on which applications are received, both ends inclusive.
  public let days: ClosedRange<MonthDay>

  /// Creates a region.
  public init(name: String, bins: [String], days: ClosedRange<MonthDay>) {
    self.name = name
    self.bins = bins
    self.days = days
  }

  /// The length of the longest entry of ``bins`` with which the school's BIN begins; nil if it begins with no entry.
  func match(_ school: String) -> Int? { bins.filter(school.hasPrefix).map(\.count).max() }
}

extension RulesEdition {
  /// The days on which applications for the first grade of a school are received (S-window).
  ///
  /// If the ``RegionWindow/bins`` of two regions match the beginning of the school's BIN, the region with the longer
  /// match counts.
  public func firstGradeWindow(of school: String) -> ClosedRange<MonthDay> {
    let matches = regions.compactMap { region in region.match(school).map { (length: $0, days: region.days) } }
    return matches.max { $0.length < $1.length }?.days ?? firstGradeWindow
  }
}
